//! What can be computed from told sums: linear algebra over a prime field. An equation between whole numbers holds there too, so
//! what cannot be computed there cannot be computed at all.

/// A Mersenne prime: products fit into 64 bits.
const PRIME: u64 = (1 << 31) - 1;

/// Everything that sums of unknowns tell together.
pub struct Solver {
    unknowns: usize,
    /// Rows in echelon form, by the place of their first coefficient, which is 1.
    rows: Vec<Option<Vec<u64>>>,
}

impl Solver {
    pub fn new(unknowns: usize) -> Self {
        Self { unknowns, rows: vec![None; unknowns] }
    }

    /// A sum of unknowns is told.
    pub fn tell(&mut self, sum: &[usize]) {
        self.tell_ratio(sum, &[], [0, 1]);
    }

    /// It is told what multiple of another sum a sum is: numerator and denominator.
    pub fn tell_ratio(&mut self, part: &[usize], whole: &[usize], [numerator, denominator]: [i64; 2]) {
        let mut row = vec![0; self.unknowns];
        for (unknowns, factor) in [(part, residue(denominator)), (whole, residue(-numerator))] {
            for unknown in unknowns {
                row[*unknown] = (row[*unknown] + factor) % PRIME;
            }
        }
        let mut row = self.reduced(row);
        let Some(first) = row.iter().position(|coefficient| *coefficient != 0) else { return };
        let inverse = power(row[first], PRIME - 2);
        for coefficient in &mut row {
            *coefficient = *coefficient * inverse % PRIME;
        }
        self.rows[first] = Some(row);
    }

    /// Whether a sum of unknowns follows from what was told.
    pub fn knows(&self, sum: &[usize]) -> bool {
        let mut row = vec![0; self.unknowns];
        for unknown in sum {
            row[*unknown] = 1;
        }
        self.reduced(row).iter().all(|coefficient| *coefficient == 0)
    }

    fn reduced(&self, mut row: Vec<u64>) -> Vec<u64> {
        for (place, known) in self.rows.iter().enumerate() {
            let (factor, Some(known)) = (row[place], known) else { continue };
            if factor != 0 {
                for (coefficient, known) in row[place..].iter_mut().zip(&known[place..]) {
                    *coefficient = (*coefficient + (PRIME - factor) * known) % PRIME;
                }
            }
        }
        row
    }
}

/// What a number is in the field.
fn residue(number: i64) -> u64 {
    u64::try_from(number.rem_euclid(i64::try_from(PRIME).unwrap())).unwrap()
}

fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent /= 2;
    }
    result
}

#[test]
fn what_follows_from_sums_is_known_and_nothing_else() {
    let mut solver = Solver::new(4);
    solver.tell(&[0, 1]);
    solver.tell(&[1, 2]);
    assert!(!solver.knows(&[0]) && !solver.knows(&[0, 2]), "a difference is no sum");
    solver.tell(&[0, 2]);
    assert!(solver.knows(&[0]) && solver.knows(&[1]) && solver.knows(&[2]) && !solver.knows(&[3]));
}

#[test]
fn a_share_of_what_is_known_is_known() {
    let mut solver = Solver::new(3);
    solver.tell_ratio(&[0], &[0, 1, 2], [1, 4]);
    assert!(!solver.knows(&[0]) && !solver.knows(&[0, 1, 2]), "of nothing else");
    solver.tell(&[1, 2]);
    assert!(solver.knows(&[0]) && solver.knows(&[0, 1, 2]) && !solver.knows(&[1]));
}
