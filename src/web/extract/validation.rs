//! What the `validator` crate found, as pointers and plain words.

use domain::finding::Language;
use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

use crate::app::FieldError;

/// Every field that breaks its bounds.
pub(super) fn field_errors(errors: &ValidationErrors, language: Language) -> Vec<FieldError> {
    let mut found = Vec::new();
    collect(errors, "", language, &mut found);
    found.sort_by(|left, right| left.pointer.cmp(&right.pointer));
    found
}

fn collect(errors: &ValidationErrors, prefix: &str, language: Language, found: &mut Vec<FieldError>) {
    for (name, kind) in errors.errors() {
        let pointer = format!("{prefix}/{name}");
        match kind {
            ValidationErrorsKind::Struct(inner) => collect(inner, &pointer, language, found),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    collect(inner, &format!("{pointer}/{index}"), language, found);
                }
            }
            ValidationErrorsKind::Field(errors) => {
                found.extend(
                    errors.iter().map(|error| FieldError::new(&pointer, code(error), message(error, language))),
                );
            }
        }
    }
}

fn code(error: &ValidationError) -> String {
    match error.code.as_ref() {
        "length" => "length".to_owned(),
        "email" => "email".to_owned(),
        _ => "invalid_value".to_owned(),
    }
}

fn message(error: &ValidationError, language: Language) -> String {
    let bound = |name: &str| error.params.get(name).map(ToString::to_string);
    let zh = language == Language::Zh;
    match (error.code.as_ref(), bound("min"), bound("max")) {
        ("email", _, _) => {
            if zh {
                "请填写有效的邮箱地址，例如 name@example.com。".into()
            } else {
                "Write an e-mail address such as name@example.com.".into()
            }
        }
        ("length", Some(least), Some(most)) => {
            if zh {
                format!("长度应为 {least} 至 {most}。")
            } else {
                format!("The length must be {least} to {most}.")
            }
        }
        ("length", None, Some(most)) => {
            if zh {
                format!("长度不能超过 {most}。")
            } else {
                format!("The length must be at most {most}.")
            }
        }
        ("length", Some(least), None) => {
            if zh {
                format!("长度不能少于 {least}。")
            } else {
                format!("The length must be at least {least}.")
            }
        }
        _ => {
            if zh {
                "值不符合要求。".into()
            } else {
                "The value is not acceptable.".into()
            }
        }
    }
}
