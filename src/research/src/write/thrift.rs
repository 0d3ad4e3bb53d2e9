//! The compact protocol of Thrift, as far as the footer and the page headers of a Parquet file need it: written, never read.

/// A struct that is being written; fields come in the order of their numbers.
#[derive(Debug, Default)]
pub(super) struct Struct {
    bytes: Vec<u8>,
    last: u8,
}

const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

impl Struct {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// A 32-bit number, also the value of an enum.
    #[must_use]
    pub(super) fn i32(self, number: u8, value: i32) -> Self {
        self.field(number, I32, &zigzag(value.into()))
    }

    /// A 64-bit number.
    #[must_use]
    pub(super) fn i64(self, number: u8, value: i64) -> Self {
        self.field(number, I64, &zigzag(value))
    }

    /// A text.
    #[must_use]
    pub(super) fn text(self, number: u8, value: &str) -> Self {
        self.field(number, BINARY, &binary(value))
    }

    /// A struct in this one.
    #[must_use]
    pub(super) fn inner(self, number: u8, inner: Self) -> Self {
        self.field(number, STRUCT, &inner.end())
    }

    /// A list of structs.
    #[must_use]
    pub(super) fn structs(self, number: u8, items: Vec<Self>) -> Self {
        let mut list = list(STRUCT, items.len());
        for item in items {
            list.extend(item.end());
        }
        self.field(number, LIST, &list)
    }

    /// A list of 32-bit numbers.
    #[must_use]
    pub(super) fn i32s(self, number: u8, items: &[i32]) -> Self {
        let mut list = list(I32, items.len());
        for item in items {
            list.extend(zigzag((*item).into()));
        }
        self.field(number, LIST, &list)
    }

    /// A list of texts.
    #[must_use]
    pub(super) fn texts(self, number: u8, items: &[&str]) -> Self {
        let mut list = list(BINARY, items.len());
        for item in items {
            list.extend(binary(item));
        }
        self.field(number, LIST, &list)
    }

    /// The whole struct.
    pub(super) fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }

    fn field(mut self, number: u8, kind: u8, value: &[u8]) -> Self {
        // The short form of a header: what is written here never leaves out more than fourteen fields.
        debug_assert!((1..16).contains(&(number - self.last)), "field {number} after {}", self.last);
        self.bytes.push(((number - self.last) << 4) | kind);
        self.bytes.extend(value);
        self.last = number;
        self
    }
}

/// A number in seven bits a byte, the lowest first.
pub(super) fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(low_byte(value) | 0x80);
        value >>= 7;
    }
    bytes.push(low_byte(value));
    bytes
}

fn low_byte(value: u64) -> u8 {
    value.to_le_bytes()[0]
}

fn zigzag(value: i64) -> Vec<u8> {
    varint(((value << 1) ^ (value >> 63)).cast_unsigned())
}

fn binary(text: &str) -> Vec<u8> {
    let mut bytes = varint(text.len() as u64);
    bytes.extend(text.as_bytes());
    bytes
}

fn list(kind: u8, items: usize) -> Vec<u8> {
    match u8::try_from(items) {
        Ok(few) if few < 15 => vec![(few << 4) | kind],
        _ => {
            let mut bytes = vec![0xf0 | kind];
            bytes.extend(varint(items as u64));
            bytes
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_written_as_the_protocol_has_them() {
        assert_eq!(Struct::new().i32(1, 1).i64(3, -1).text(4, "ab").end(), [0x15, 2, 0x26, 1, 0x18, 2, b'a', b'b', 0]);
        assert_eq!(Struct::new().inner(2, Struct::new().i32(1, 300)).end(), [0x2c, 0x15, 0xd8, 4, 0, 0]);
        assert_eq!(Struct::new().i32s(1, &[0, 8]).texts(2, &["a"]).end(), [0x19, 0x25, 0, 16, 0x19, 0x18, 1, b'a', 0]);
        let sixteen = Struct::new().i32s(1, &[0; 16]).end();
        assert_eq!(sixteen[..3], [0x19, 0xf5, 16]);
        assert_eq!(varint(65_537), [0x81, 0x80, 4]);
    }
}
