//! SDMX-CSV 2.0: a line for each value of each cell, by the structure of `sdmx_structure`. A withheld value is empty and said to be
//! confidential, one that there is none of is said to be missing.

use std::io::{self, Write};

use domain::spreadsheet::csv_field;

use super::sdmx_code::{AGENCY, DATAFLOW, TOTAL, VERSION, code_of, dimensions, frequency, id_of, measure_code};
use crate::{Answer, Dimension, Value};

/// Writes the cells of an answer. Where it is not divided by time, the period is the month of the newest fact, up to which is counted.
///
/// # Errors
/// Those of the sink.
pub fn write_sdmx_csv(answer: &Answer, sink: &mut dyn Write) -> io::Result<()> {
    let ids: Vec<String> = dimensions().map(id_of).collect();
    let attributes = "OBS_VALUE,OBS_STATUS,CONF_STATUS,UNIT_MEASURE,DECIMALS";
    write!(sink, "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,{},MEASURE,TIME_PERIOD,{attributes}\r\n", ids.join(","))?;

    let time =
        [Dimension::Month, Dimension::Quarter, Dimension::Year].into_iter().find_map(|finest| axis(answer, finest));
    let frequency = frequency(time.map(|at| answer.axes[at].dimension));
    let latest = answer.latest_month.map(|month| month.to_string()).unwrap_or_default();
    let columns: Vec<Option<usize>> = dimensions().map(|dimension| axis(answer, dimension)).collect();
    let codes: Vec<Vec<String>> = answer
        .axes
        .iter()
        .map(|axis| axis.keys.iter().map(|key| csv_field(&code_of(axis.dimension, key))).collect())
        .collect();
    let measures: Vec<String> = answer.measures.iter().map(|measure| measure_code(*measure)).collect();
    let begun = format!("dataflow,{AGENCY}:{DATAFLOW}({VERSION}),I,{frequency},");

    let mut line = String::new();
    for cell in answer.cells.iter() {
        let code = |at: usize| codes[at].get(cell.codes[at] as usize).map_or("", String::as_str);
        let keys: Vec<&str> = columns.iter().map(|at| at.map_or(TOTAL, code)).collect();
        let keys = keys.join(",");
        let period = time.map_or(latest.as_str(), code);
        for ((measure, code), value) in answer.measures.iter().zip(&measures).zip(cell.values) {
            line.clear();
            for part in [begun.as_str(), &keys, ",", code, ",", period, ","] {
                line.push_str(part);
            }
            value.write(&mut line);
            let (status, confidential) = match value {
                Value::Count(_) | Value::Fixed { .. } => ("A", "F"),
                Value::Undefined => ("M", "F"),
                Value::Suppressed => ("Q", "C"),
            };
            for part in [",", status, ",", confidential, ",", measure.unit().code(), ","] {
                line.push_str(part);
            }
            write!(sink, "{line}{}\r\n", measure.digits())?;
        }
    }
    Ok(())
}

/// The place of a dimension among an answer's axes.
fn axis(answer: &Answer, dimension: Dimension) -> Option<usize> {
    answer.axes.iter().position(|axis| axis.dimension == dimension)
}

#[cfg(test)]
mod tests {
    use domain::statistics::Month;

    use super::*;
    use crate::{Axis, Base, Cells, Disclosure, Measure, Spread};

    fn lines(answer: &Answer) -> Vec<String> {
        let mut text = Vec::new();
        write_sdmx_csv(answer, &mut text).unwrap();
        String::from_utf8(text).unwrap().split("\r\n").map(str::to_owned).collect()
    }

    fn answer(axes: Vec<Axis>) -> Answer {
        let mut cells = Cells::new(2);
        cells.push([0; 4], [Value::Fixed { units: -125, digits: 2 }, Value::Undefined]);
        cells.push([1, 1, 0, 0], [Value::Suppressed; 2]);
        Answer {
            as_of: 7,
            latest_month: Month::parse("2026-11"),
            axes,
            measures: vec![Measure::Sum(Base::AmountUsd), Measure::Median(Spread::RoyaltyRate)],
            cells,
            margins: Vec::new(),
            totals: Vec::new(),
            without_rate: 0,
            disclosure: Some(Disclosure { policy: 2000, withheld: 1 }),
        }
    }

    #[test]
    fn a_value_has_a_line_with_its_period_and_whether_it_is_withheld() {
        let year = Axis { dimension: Dimension::Year, keys: vec!["2024".into(), "2025".into()] };
        let industry = Axis { dimension: Dimension::Industry, keys: vec!["06".into(), "39".into()] };
        let lines = lines(&answer(vec![year, industry]));
        assert_eq!(lines[0].split(',').count(), 3 + 1 + 16 + 2 + 5);
        assert!(lines[0].starts_with("STRUCTURE,STRUCTURE_ID,ACTION,FREQ,KIND,DIRECTION,"), "{}", lines[0]);
        let begins = |industry| format!("dataflow,SZTT:DF_FIGURES(1.0),I,A,_T,_T,_T,_T,{industry},");
        let [first, second, third] = [1, 2, 3].map(|line| lines[line].as_str());
        assert!(first.starts_with(&begins("N06")) && first.ends_with(",amount_usd,2024,-1.25,A,F,usd,2"), "{first}");
        assert!(second.ends_with(",median_royalty_rate,2024,,M,F,percent,4"), "{second}");
        assert!(third.starts_with(&begins("N39")) && third.ends_with(",amount_usd,2025,,Q,C,usd,2"), "{third}");
        assert_eq!((lines.len(), lines[5].as_str()), (6, ""));
    }

    #[test]
    fn what_is_not_divided_by_time_is_up_to_its_newest_month() {
        let country = Axis { dimension: Dimension::Country, keys: vec!["DE".into(), "US".into()] };
        let lines = lines(&answer(vec![country]));
        assert!(
            lines[1].starts_with("dataflow,SZTT:DF_FIGURES(1.0),I,_T,") && lines[1].contains(",2026-11,"),
            "{}",
            lines[1]
        );
    }
}
