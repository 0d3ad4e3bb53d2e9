//! How facts are asked. A question is answered in steps: which facts pass and in which group each stands (`view`, `reading`,
//! `groups`, with `chosen`, `grid` and `numbering`), what is added up over each group and over coarser ones (`addend`, `tally`,
//! `lists`, `lattice`), and what follows from the sums (`derived`, with `growth`, `concentration` and `quotient`). Integers only, and
//! nothing depends on how the facts were cut into segments or shared among threads: the same facts give the same answer.

mod addend;
mod answer;
mod chosen;
mod concentration;
mod derived;
mod grid;
mod groups;
mod growth;
mod labels;
mod lattice;
mod lists;
mod numbering;
mod quotient;
mod reading;
mod table;
mod tally;
mod threads;
mod view;

pub(crate) use growth::Growth;
