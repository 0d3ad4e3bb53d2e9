//! The core against small cubes: whatever is told of all tables together leaves every protected cell open.

mod dues;
mod guard;
mod intervals;
mod joint;
mod kinds;
mod lines;
mod means;
mod moments;
mod rates;
mod small;
mod solver;
