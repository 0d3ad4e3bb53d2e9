//! Migrations are compiled in: a change to one must rebuild this room.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
