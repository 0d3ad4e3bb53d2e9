//! Under which settings a database may be used: with any other, what was acknowledged could be lost. Tables; `connection` asks.

/// Something that a database is asked before it is used.
#[derive(Debug)]
pub struct Demand {
    /// What it is called.
    pub setting: &'static str,
    /// How it is asked: the answer is a text called `value`.
    pub(crate) query: &'static str,
    wants: Wants,
    /// What could happen otherwise.
    otherwise: &'static str,
}

#[derive(Debug)]
enum Wants {
    Only(&'static str),
    AnythingBut(&'static str),
    AtLeast(&'static str),
}

impl Demand {
    /// Why a database that answers this is not used; none when it is.
    pub fn refusal(&self, found: &str) -> Option<String> {
        let (met, wanted) = match self.wants {
            Wants::Only(wanted) => (found == wanted, format!("{wanted} is needed")),
            Wants::AnythingBut(refused) => (found != refused, format!("anything but {refused} will do")),
            Wants::AtLeast(least) => (version(found) >= version(least), format!("{least} or newer is needed")),
        };
        let Self { setting, otherwise, .. } = self;
        (!met).then(|| format!("the database has {setting} = {found}, {wanted}: {otherwise}"))
    }
}

const LOST: &str = "acknowledged filings could be lost";

/// What is asked of SQLite, in this order.
pub const SQLITE: [Demand; 4] = [
    Demand {
        setting: "journal_mode",
        query: "SELECT CAST(journal_mode AS TEXT) AS value FROM pragma_journal_mode",
        wants: Wants::Only("wal"),
        otherwise: "readers and the writer would wait for each other",
    },
    Demand {
        setting: "synchronous",
        query: "SELECT CAST(synchronous AS TEXT) AS value FROM pragma_synchronous",
        // FULL
        wants: Wants::Only("2"),
        otherwise: LOST,
    },
    Demand {
        setting: "foreign_keys",
        query: "SELECT CAST(foreign_keys AS TEXT) AS value FROM pragma_foreign_keys",
        wants: Wants::Only("1"),
        otherwise: "rows could name others that are not there",
    },
    Demand {
        setting: "sqlite_version",
        query: "SELECT sqlite_version() AS value",
        wants: Wants::AtLeast("3.51.3"),
        otherwise: "a write that races a checkpoint could damage the log",
    },
];

/// What is asked of PostgreSQL, in this order.
pub const POSTGRESQL: [Demand; 4] = [
    Demand {
        setting: "fsync",
        query: "SELECT current_setting('fsync') AS value",
        wants: Wants::AnythingBut("off"),
        otherwise: LOST,
    },
    Demand {
        setting: "synchronous_commit",
        query: "SELECT current_setting('synchronous_commit') AS value",
        wants: Wants::AnythingBut("off"),
        otherwise: LOST,
    },
    Demand {
        setting: "full_page_writes",
        query: "SELECT current_setting('full_page_writes') AS value",
        wants: Wants::AnythingBut("off"),
        otherwise: "a power cut could damage pages",
    },
    Demand {
        setting: "server_version_num",
        query: "SELECT current_setting('server_version_num') AS value",
        // PostgreSQL 15.
        wants: Wants::AtLeast("150000"),
        otherwise: "the portal was never tried with an older one",
    },
];

/// What cannot be read as a version is older than any.
fn version(text: &str) -> Vec<u32> {
    text.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}
