//! Which passwords are acceptable where the password is the only factor (NIST SP 800-63B-4 §3.1.1): long, not common,
//! not the company's or one's own name; no classes of characters, no expiry. Hashing is done elsewhere.

use thiserror::Error;

/// Fewest characters.
pub const SHORTEST: usize = 15;
/// Most characters; longer ones are refused before they are hashed.
pub const LONGEST: usize = 128;

/// Why a password is not acceptable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordError {
    /// Under [`SHORTEST`] characters.
    #[error("a password has at least {SHORTEST} characters")]
    TooShort,
    /// Over [`LONGEST`] characters.
    #[error("a password has at most {LONGEST} characters")]
    TooLong,
    /// Common, or one pattern over and over.
    #[error("this password is easy to guess")]
    Common,
    /// Contains the e-mail name or the company's name.
    #[error("a password must not contain your e-mail name or your company's name")]
    ContainsName,
    /// Contains a control character.
    #[error("a password must not contain control characters")]
    ControlCharacter,
}

/// What people take when they must be long: whatever remains after case and everything but letters and digits is dropped.
const COMMON: &[&str] = &[
    "password",
    "passwort",
    "administrator",
    "qwertyuiopasdfghjkl",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "iloveyou",
    "letmein",
    "welcome",
    "suzhou",
    "woaini",
    "correcthorsebatterystaple",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv",
    "1q2w3e4r5t6y7u8i9o0p",
    "jishujinchukou",
    "changeme",
];

/// Checks a new password of the person with this e-mail address in this company. Length counts characters, not bytes.
pub fn check_password(password: &str, email: &str, company: &str) -> Result<(), PasswordError> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PasswordError::TooShort);
    }
    if length > LONGEST {
        return Err(PasswordError::TooLong);
    }
    if password.chars().any(char::is_control) {
        return Err(PasswordError::ControlCharacter);
    }
    let plain = plain(password);
    if is_guessable(password, &plain) {
        return Err(PasswordError::Common);
    }
    let local_part = email.split('@').next().unwrap_or_default();
    let contains = |name: &str, least: usize| name.chars().count() >= least && plain.contains(name);
    if contains(&self::plain(local_part), 4) || contains(&self::plain(company), 2) {
        return Err(PasswordError::ContainsName);
    }
    Ok(())
}

fn plain(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether little is left once common words are taken out, or the text is a short pattern repeated or a run.
fn is_guessable(password: &str, plain: &str) -> bool {
    let rest = COMMON.iter().fold(plain.to_owned(), |rest, word| rest.replace(word, ""));
    let letters_left = rest.chars().filter(|character| character.is_alphabetic()).count();
    let has_common = rest.len() < plain.len();
    let characters: Vec<char> = password.chars().collect();
    let repeats =
        (1..=4).any(|period| characters.iter().zip(characters.iter().skip(period)).all(|(left, right)| left == right));
    let step = |pair: &[char]| match pair {
        [left, right] => i64::from(u32::from(*right)) - i64::from(u32::from(*left)),
        _ => 0,
    };
    let steps = characters.windows(2).map(step);
    let in_run = steps.filter(|step| matches!(step, -1..=1 | 9 | -9)).count();
    (has_common && letters_left < 4) || repeats || in_run * 5 > characters.len() * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), PasswordError> {
        check_password(password, "zhang.wei@example.cn", "苏州示例微电子有限公司")
    }

    #[test]
    fn long_phrases_of_any_script_are_welcome() {
        for password in [
            "three quiet rivers 7",
            "小桥流水人家古道西风瘦马夕阳西下",
            "xK4!vG9#pQ2@mZ7",
            &"长".repeat(3).as_str().replace('长', "长江黄河淮河珠江闽江"),
        ] {
            assert_eq!(check(password), Ok(()), "{password}");
        }
    }

    #[test]
    fn length_counts_characters() {
        assert_eq!(check("fourteen chars"), Err(PasswordError::TooShort));
        assert_eq!(check("一二三四五六七八九十百千万亿"), Err(PasswordError::TooShort));
        let phrase = "river stone 42! ".repeat(8);
        assert_eq!((phrase.len(), check(&phrase)), (128, Ok(())));
        assert_eq!(check(&format!("{phrase}x")), Err(PasswordError::TooLong));
    }

    #[test]
    fn what_everyone_would_try_is_refused() {
        for password in [
            "Password12345678",
            "password-password",
            "aaaaaaaaaaaaaaaaaa",
            "123456789012345678",
            "abcabcabcabcabcabc",
            "Suzhou2026!!!!!!",
            "qwertyuiopasdfghjkl",
            "987654321098765432",
        ] {
            assert_eq!(check(password), Err(PasswordError::Common), "{password}");
        }
    }

    #[test]
    fn names_are_refused() {
        assert_eq!(check("it is Zhang-Wei here"), Err(PasswordError::ContainsName));
        assert_eq!(check("我们苏州示例微电子有限公司是最好的公司"), Err(PasswordError::ContainsName));
        assert_eq!(check("three quiet\0rivers"), Err(PasswordError::ControlCharacter));
    }
}
