//! Documents as a reader gets them: as files for the archive, as pictures, and with whatever texts people type.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod archive;
mod briefs;
mod embedded;
mod pictures;
mod samples;
mod texts;

use std::sync::LazyLock;

use documents::DocumentRenderer;

static RENDERER: LazyLock<DocumentRenderer> = LazyLock::new(|| DocumentRenderer::new().unwrap());
