//! Values as bytes, one after the other: how words of a dictionary hold what has several parts.

/// Writes values after each other.
pub(super) struct Pack<'a>(pub(super) &'a mut Vec<u8>);

impl Pack<'_> {
    /// A number in as many bytes as it needs, seven bits each (LEB128).
    pub(super) fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    pub(super) fn maybe_number(&mut self, value: Option<u64>) {
        self.number(value.map_or(0, |value| value + 1));
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    /// A text that may be missing, which is not the same as empty.
    pub(super) fn maybe_text(&mut self, text: Option<&str>) {
        match text {
            None => self.0.push(0),
            Some(text) => {
                self.number(text.len() as u64 + 1);
                self.0.extend_from_slice(text.as_bytes());
            }
        }
    }

    pub(super) fn maybe_float(&mut self, value: Option<f64>) {
        self.0.push(u8::from(value.is_some()));
        if let Some(value) = value {
            self.0.extend_from_slice(&value.to_bits().to_le_bytes());
        }
    }
}

/// Reads them in the same order; none where the bytes are not what was written.
pub(super) struct Unpack<'a>(pub(super) &'a [u8]);

impl<'a> Unpack<'a> {
    pub(super) fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    pub(super) fn maybe_number(&mut self) -> Option<Option<u64>> {
        self.number().map(|value| value.checked_sub(1))
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        self.of_length(length)
    }

    pub(super) fn maybe_text(&mut self) -> Option<Option<&'a str>> {
        match self.number()? {
            0 => Some(None),
            length => self.of_length(length - 1).map(Some),
        }
    }

    pub(super) fn maybe_owned(&mut self) -> Option<Option<String>> {
        self.maybe_text().map(|text| text.map(str::to_owned))
    }

    pub(super) fn maybe_float(&mut self) -> Option<Option<f64>> {
        match self.byte()? {
            0 => Some(None),
            _ => {
                let (bits, rest) = self.0.split_first_chunk()?;
                self.0 = rest;
                Some(Some(f64::from_bits(u64::from_le_bytes(*bits))))
            }
        }
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    fn of_length(&mut self, length: u64) -> Option<&'a str> {
        let (text, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn comes_back(n in any::<u64>(), m in proptest::option::of(0..u64::MAX), a in ".*",
                      b in proptest::option::of(".*"), f in proptest::option::of(any::<f64>())) {
            let mut bytes = Vec::new();
            let mut pack = Pack(&mut bytes);
            pack.number(n);
            pack.maybe_number(m);
            pack.text(&a);
            pack.maybe_text(b.as_deref());
            pack.maybe_float(f);
            let mut unpack = Unpack(&bytes);
            prop_assert_eq!(unpack.number(), Some(n));
            prop_assert_eq!(unpack.maybe_number(), Some(m));
            prop_assert_eq!(unpack.text(), Some(a.as_str()));
            prop_assert_eq!(unpack.maybe_text(), Some(b.as_deref()));
            prop_assert_eq!(unpack.maybe_float().map(|f| f.map(f64::to_bits)), Some(f.map(f64::to_bits)));
            prop_assert!(unpack.0.is_empty());
        }
    }
}
