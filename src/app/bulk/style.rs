//! How our workbooks look, and the words by which they are recognised when they come back.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The sheet that is filled in.
pub(super) const SHEET: &str = "填报";
/// The sheet of lists behind the drop-downs.
pub(super) const LISTS_SHEET: &str = "代码";
/// The sheet that says how to fill in the other.
pub(super) const HELP_SHEET: &str = "填写说明";
/// A sheet nobody sees, which says of which kind the workbook is.
pub(super) const MARK_SHEET: &str = "portal";
/// How the first cell of the row of hints begins.
pub(super) const HINT: &str = "填写说明";
/// How the first cell of the row of examples begins.
pub(super) const EXAMPLE: &str = "示例";
/// Rows above the first that is filled in: headings, hints, example.
pub(super) const ROWS_ABOVE: u32 = 3;

const INK: Color = Color::RGB(0x0016_324f);
const LINE: Color = Color::RGB(0x00c9_d1da);

fn framed() -> Format {
    Format::new()
        .set_font_name("Microsoft YaHei")
        .set_font_size(10)
        .set_border(FormatBorder::Thin)
        .set_border_color(LINE)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

/// The formats of a sheet.
pub(super) struct Style {
    pub(super) must: Format,
    pub(super) depends: Format,
    pub(super) may: Format,
    pub(super) result: Format,
    pub(super) hint: Format,
    pub(super) example: Format,
    pub(super) text: Format,
    pub(super) date: Format,
    pub(super) wrong: Format,
    pub(super) wrong_date: Format,
    pub(super) asked: Format,
    pub(super) said: Format,
    pub(super) title: Format,
    pub(super) plain: Format,
}

impl Style {
    pub(super) fn new() -> Self {
        let heading = |background: u32| {
            framed().set_bold().set_align(FormatAlign::Center).set_background_color(Color::RGB(background))
        };
        let text = framed().set_num_format("@");
        let date = framed().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left);
        let red = Color::RGB(0x00fd_e7e4);
        Self {
            must: heading(0x0016_324f).set_font_color(Color::White),
            depends: heading(0x00a9_8a55).set_font_color(Color::White),
            may: heading(0x00e6_ebf1).set_font_color(INK),
            result: heading(0x00f3_f6f9).set_font_color(INK),
            hint: framed()
                .set_font_size(9)
                .set_font_color(Color::RGB(0x005f_6b7a))
                .set_background_color(Color::RGB(0x00f3_f6f9))
                .set_align(FormatAlign::Top),
            example: framed().set_italic().set_font_color(Color::RGB(0x0087_919e)).set_num_format("@"),
            wrong: text.clone().set_background_color(red),
            wrong_date: date.clone().set_background_color(red),
            asked: text.clone().set_background_color(Color::RGB(0x00ff_f6df)),
            said: framed().set_font_color(Color::RGB(0x00b4_2318)),
            text,
            date,
            title: Format::new().set_font_name("Microsoft YaHei").set_font_size(15).set_bold().set_font_color(INK),
            plain: Format::new()
                .set_font_name("Microsoft YaHei")
                .set_font_size(10.5)
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter),
        }
    }
}
