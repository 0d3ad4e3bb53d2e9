//! What Typst sees: the library, our templates and our fonts, which are the same for every document, and the files of the one that
//! is being set.
//!
//! Typst remembers what it has worked out by everything that went into it, the library with it. So a document's values come to its
//! template as a file: as `sys.inputs` they would be part of the library, and nothing would be of use to the next document.

use std::collections::HashMap;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::DocumentError;

/// `common.typ` says what each is for.
const FONTS: [&[u8]; 5] = [
    include_bytes!("../fonts/NotoSansSC_400Regular.ttf"),
    include_bytes!("../fonts/NotoSansSC_700Bold.ttf"),
    include_bytes!("../fonts/NotoSans_400Regular.ttf"),
    include_bytes!("../fonts/NotoSans_700Bold.ttf"),
    include_bytes!("../fonts/NotoSansKR_400Regular.otf"),
];

const TEMPLATES: [(&str, &str); 10] = [
    ("common.typ", include_str!("../templates/common.typ")),
    ("certificate.typ", include_str!("../templates/certificate.typ")),
    ("receipt.typ", include_str!("../templates/receipt.typ")),
    ("paper.typ", include_str!("../templates/paper.typ")),
    ("data_sheet.typ", include_str!("../templates/data_sheet.typ")),
    ("application.typ", include_str!("../templates/application.typ")),
    ("change_record.typ", include_str!("../templates/change_record.typ")),
    ("refusal_notice.typ", include_str!("../templates/refusal_notice.typ")),
    ("charts.typ", include_str!("../templates/charts.typ")),
    ("brief.typ", include_str!("../templates/brief.typ")),
];

/// What is the same for every document; put together once.
pub(crate) struct Workshop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: HashMap<FileId, Source>,
}

/// One document that is being set.
pub(crate) struct Setting<'a> {
    workshop: &'a Workshop,
    template: FileId,
    files: HashMap<FileId, Bytes>,
}

impl Workshop {
    /// Parses the built-in fonts and templates.
    pub(crate) fn new() -> Result<Self, DocumentError> {
        let fonts: Vec<Font> = FONTS.into_iter().filter_map(|data| Font::new(Bytes::new(data), 0)).collect();
        if fonts.len() != FONTS.len() {
            return Err(DocumentError::Fonts);
        }
        let source = |(name, text): (&str, &str)| -> Result<_, DocumentError> {
            let id = file_id(name)?;
            Ok((id, Source::new(id, text.to_owned())))
        };
        Ok(Self {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            templates: TEMPLATES.into_iter().map(source).collect::<Result<_, _>>()?,
        })
    }

    /// The fonts, in the order in which they are tried.
    pub(crate) fn fonts(&self) -> &[Font] {
        &self.fonts
    }

    /// A template with the files that it reads, by their names.
    pub(crate) fn set_up(
        &self,
        template: &str,
        files: impl IntoIterator<Item = (&'static str, Bytes)>,
    ) -> Result<Setting<'_>, DocumentError> {
        let file = |(name, content)| -> Result<_, DocumentError> { Ok((file_id(name)?, content)) };
        Ok(Setting {
            workshop: self,
            template: file_id(template)?,
            files: files.into_iter().map(file).collect::<Result<_, _>>()?,
        })
    }
}

impl World for Setting<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.workshop.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.workshop.book
    }

    fn main(&self) -> FileId {
        self.template
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.workshop.templates.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.workshop.fonts.get(index).cloned()
    }

    /// No document depends on the moment.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn file_id(name: &str) -> Result<FileId, DocumentError> {
    let path = VirtualPath::new(name).map_err(|error| DocumentError::Data(error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
