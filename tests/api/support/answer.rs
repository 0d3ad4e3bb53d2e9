//! What came back.

use reqwest::header::HeaderMap;
use serde_json::Value;

use super::conformance;

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Bytes.
    pub body: Vec<u8>,
}

impl Answer {
    /// Sends a request and reads all of its answer.
    ///
    /// Whatever a test asks about, the answer must be one that the description of the API knows.
    pub async fn of(request: reqwest::RequestBuilder) -> Self {
        let (client, request) = request.build_split();
        let request = request.expect("a request");
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        // Who asks for some fields gets those, and is told so where the parameter is described.
        let sparse = request.url().query_pairs().any(|(name, _)| name == "fields");
        let response = client.execute(request).await.expect("the server answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.expect("the answer is complete").to_vec();
        let answer = Self { status, headers, body };
        let mut faults = conformance::faults(&method, &path, &answer);
        faults.retain(|fault| !(sparse && fault.ends_with(" is missing")));
        assert!(faults.is_empty(), "{method} {path} answered {status}:\n{}\n{}", faults.join("\n"), answer.text());
        answer
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null when there is none.
    #[track_caller]
    pub fn json(&self) -> Value {
        if self.body.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body, if the status is this one.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        self.json()
    }

    /// The problem, if the status and the code are these; it must be a whole RFC 9457 problem.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text());
        let problem = self.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status, "{problem}");
        assert!(problem["title"].is_string() && problem["request_id"].is_string(), "{problem}");
        problem
    }
}
