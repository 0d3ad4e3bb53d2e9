//! Papers: what may be uploaded, how large, under what name, and how it comes back.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;

use crate::on_both_databases;
use crate::support::road::PAPER;
use crate::support::wire::exchange;
use crate::support::{Actor, Answer, Contract, TestPortal, new_id};

on_both_databases!(
    a_file_is_what_its_name_says_or_it_is_not_taken,
    a_file_has_a_size,
    a_body_without_a_length_is_cut_off_at_the_limit,
    a_name_is_shown_and_never_used,
    what_comes_back_is_what_was_sent_and_does_nothing,
    an_upload_that_is_no_upload_is_refused,
    bytes_that_changed_on_disk_are_never_handed_out,
);

async fn draft(portal: &TestPortal) -> (Actor, String) {
    let company = portal.company().await;
    let id = company.draft(&Contract::import().of(&company)).await;
    (company, id)
}

async fn a_file_is_what_its_name_says_or_it_is_not_taken(portal: &TestPortal) {
    let (company, id) = draft(portal).await;
    let png: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    let zip: &[u8] = b"PK\x03\x04\x14\0\0\0\0\0";
    let html: &[u8] = b"<!doctype html><html><script>alert(1)</script></html>";
    for (name, content) in [
        ("a.pdf", html),
        ("a.pdf", b"MZ\x90\0\x03\0\0\0\x04\0\0\0"),
        ("a.pdf", b"\x7fELF\x02\x01\x01\0"),
        ("a.pdf", zip),
        ("a.pdf", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
        ("a.pdf", png),
        ("a.pdf", b"just text"),
        ("a.png", PAPER),
        ("a.jpg", png),
        ("a.docx", zip),
        ("a.xlsx", PAPER),
        ("a.pdf.exe", PAPER),
        ("a.html", PAPER),
        ("a.svg", html),
        ("a.zip", zip),
        ("a.PDF ", PAPER),
        ("a.pdf.", PAPER),
        ("a", PAPER),
        ("pdf", PAPER),
        ("", PAPER),
        ("a.pdf\u{202e}gpj", PAPER),
    ] {
        let problem = company.attach(&id, "other", name, content).await.problem(422, "type_mismatch");
        assert_eq!(problem["errors"][0]["pointer"], "/file", "{name}");
    }
    assert_eq!(company.filing(&id).await["attachments"], json!([]));
    for (name, content, media_type) in [
        ("a.pdf", PAPER, "application/pdf"),
        ("合同.PDF", PAPER, "application/pdf"),
        ("b.png", png, "image/png"),
        ("c.JPEG", b"\xff\xd8\xff\xe0\0\x10JFIF".as_slice(), "image/jpeg"),
    ] {
        let kept = company.attach(&id, "other", name, content).await.expect(201);
        assert_eq!((&kept["media_type"], &kept["file_name"]), (&json!(media_type), &json!(name)));
    }
    assert_eq!(blobs(portal), 4);
}

/// Files in the blob store.
fn blobs(portal: &TestPortal) -> usize {
    std::fs::read_dir(portal.folder().join("blobs")).unwrap().count()
}

async fn a_file_has_a_size(portal: &TestPortal) {
    let (company, id) = draft(portal).await;
    let most = 20 * 1024 * 1024;
    let paper = |size: usize| {
        let mut bytes = PAPER.to_vec();
        bytes.resize(size, b'%');
        bytes
    };
    company.attach(&id, "other", "a.pdf", b"").await.problem(422, "empty_file");
    company.attach(&id, "other", "a.pdf", &paper(most + 1)).await.problem(413, "payload_too_large");
    assert_eq!((company.filing(&id).await["attachments"].clone(), blobs(portal)), (json!([]), 0));
    let whole = paper(most);
    let kept = company.attach(&id, "other", "a.pdf", &whole).await.expect(201);
    assert_eq!(kept["size"], most);
    let back = company.get(&format!("/filings/{id}/attachments/{}", kept["id"].as_str().unwrap())).await;
    assert!(back.body == whole, "20 MiB come back as they went in");
    assert_eq!(kept["sha256"], portal::app::digest(&whole));
}

async fn a_body_without_a_length_is_cut_off_at_the_limit(portal: &TestPortal) {
    let (company, id) = draft(portal).await;
    let head = |content_type: &str, path: &str| {
        format!(
            "POST /api/v1{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nIdempotency-Key: {}\r\nContent-Type: {content_type}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
            company.token().unwrap(),
            new_id()
        )
    };
    let megabyte = [format!("{:x}\r\n", 1024 * 1024).as_bytes(), &vec![b'%'; 1024 * 1024], b"\r\n"].concat();
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    let mut upload = head("multipart/form-data; boundary=x", &format!("/filings/{id}/attachments")).into_bytes();
    upload.extend(chunk("--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nother\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4\n").bytes());
    for _ in 0..24 {
        upload.extend_from_slice(&megabyte);
    }
    upload.extend_from_slice(b"0\r\n\r\n");
    exchange(&portal.base_url, &upload).await.problem(413, "payload_too_large");
    assert_eq!((company.filing(&id).await["attachments"].clone(), blobs(portal)), (json!([]), 0));
    // The same of a JSON body.
    let mut body = head("application/json", "/filings").into_bytes();
    body.extend_from_slice(&megabyte);
    body.extend_from_slice(b"0\r\n\r\n");
    exchange(&portal.base_url, &body).await.problem(413, "payload_too_large");
}

async fn a_name_is_shown_and_never_used(portal: &TestPortal) {
    let (company, id) = draft(portal).await;
    let long = format!("{}.pdf", "长".repeat(1400));
    for (sent, shown) in [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\win.pdf", "win.pdf"),
        ("/etc/cron.d/x.pdf", "x.pdf"),
        ("\u{202e}gpj.exe.pdf", "gpj.exe.pdf"),
        ("a\u{200b}b.pdf", "ab.pdf"),
        ("emoji🙂合同.pdf", "emoji🙂合同.pdf"),
        ("a'b;c=d%00.pdf", "a'b;c=d%00.pdf"),
        (long.as_str(), &long[..600]),
    ] {
        let paper = company.attach(&id, "other", sent, PAPER).await.expect(201);
        assert_eq!(paper["file_name"], shown, "{sent}");
        let back = company.get(&format!("/filings/{id}/attachments/{}", paper["id"].as_str().unwrap())).await;
        let disposition = String::from_utf8(back.headers["content-disposition"].as_bytes().to_vec()).unwrap();
        assert!(disposition.starts_with("attachment; filename=\"download\"; filename*=UTF-8''"), "{disposition}");
        assert!(disposition.is_ascii() && !disposition.contains(['\r', '\n']), "{disposition}");
        assert!(portal.folder().join("blobs").join(paper["id"].as_str().unwrap()).exists());
    }
    // Names that no library would send: raw quotes, line breaks and zero bytes.
    for name in ["a\\\"b.pdf", "a%0D%0ASet-Cookie: x=1.pdf", "a\0b.pdf"] {
        let part = format!(
            "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nother\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n%PDF-1.4\n\r\n--x--\r\n"
        );
        let request = company.request(Method::POST, &format!("/filings/{id}/attachments"));
        let request = request
            .header("idempotency-key", new_id().to_string())
            .header("content-type", "multipart/form-data; boundary=x")
            .body(part);
        let answer = Answer::of(request).await;
        assert!(matches!(answer.status, 201 | 400 | 422), "{name:?}: {}", answer.text());
        if answer.status == 201 {
            let paper = answer.json();
            assert!(!paper["file_name"].as_str().unwrap().contains(char::is_control));
            let back = company.get(&format!("/filings/{id}/attachments/{}", paper["id"].as_str().unwrap())).await;
            assert_eq!((back.status, back.header("set-cookie")), (200, None));
        }
    }
}

async fn what_comes_back_is_what_was_sent_and_does_nothing(portal: &TestPortal) {
    let (company, id) = draft(portal).await;
    for size in [PAPER.len(), 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 1_000_003] {
        let mut content = PAPER.to_vec();
        let noise = (content.len()..size).map(|place| u8::try_from(place * 31 % 251).unwrap());
        content.extend(noise);
        let paper = company.attach(&id, "other", "a.pdf", &content).await.expect(201);
        let back = company.get(&format!("/filings/{id}/attachments/{}", paper["id"].as_str().unwrap())).await;
        assert!(back.body == content, "{size} bytes");
        assert_eq!(paper["sha256"], portal::app::digest(&content));
        for (name, value) in [
            ("content-type", "application/pdf"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "sandbox; default-src 'none'"),
            ("cache-control", "private, no-store"),
        ] {
            assert_eq!(back.header(name), Some(value), "{name}");
        }
    }
}

async fn an_upload_that_is_no_upload_is_refused(portal: &TestPortal) {
    let (company, id) = draft(portal).await;
    let path = format!("/filings/{id}/attachments");
    let send = async |content_type: &str, body: &'static [u8]| {
        let request = company.request(Method::POST, &path).header("idempotency-key", new_id().to_string());
        let request = if content_type.is_empty() { request } else { request.header("content-type", content_type) };
        Answer::of(request.body(body)).await
    };
    for (content_type, body) in [
        ("multipart/form-data", b"--x--".as_slice()),
        ("multipart/form-data; boundary=", b"--x--"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nother"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nno name\r\n--x--\r\n"),
        ("application/json", b"{}"),
        ("", b"%PDF-1.4"),
    ] {
        let answer = send(content_type, body).await;
        assert!(
            matches!(answer.status, 400 | 415 | 422),
            "{content_type} {body:?}: {} {}",
            answer.status,
            answer.text()
        );
    }
    let form = |parts: &[(&'static str, &'static str)]| {
        parts.iter().fold(Form::new(), |form, (name, text)| match *name {
            "file" => form.part("file", Part::bytes(PAPER).file_name(*text)),
            name => form.text(name, *text),
        })
    };
    for (parts, status) in [
        ([("kind", "other"), ("kind", "other"), ("file", "a.pdf")].as_slice(), 400),
        (&[("kind", "other"), ("file", "a.pdf"), ("file", "b.pdf")], 400),
        (&[("kind", "other"), ("file", "a.pdf"), ("status", "valid")], 400),
        (&[("kind", "other")], 400),
        (&[("file", "a.pdf")], 422),
        (&[("kind", "nothing"), ("file", "a.pdf")], 422),
    ] {
        let request = company.request(Method::POST, &path).header("idempotency-key", new_id().to_string());
        let answer = Answer::of(request.multipart(form(parts))).await;
        assert_eq!(answer.status, status, "{parts:?}: {}", answer.text());
    }
    assert_eq!((company.filing(&id).await["attachments"].clone(), blobs(portal)), (json!([]), 0));
}

async fn bytes_that_changed_on_disk_are_never_handed_out(portal: &TestPortal) {
    let (company, id) = draft(portal).await;
    let paper = company.attach(&id, "other", "a.pdf", PAPER).await.expect(201);
    let name = paper["id"].as_str().unwrap();
    let path = format!("/filings/{id}/attachments/{name}");
    let file = portal.folder().join("blobs").join(name);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[5] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    company.get(&path).await.problem(503, "unavailable");
    std::fs::remove_file(&file).unwrap();
    company.get(&path).await.problem(503, "unavailable");
    company.delete(&path).await.expect(204);
    company.get(&path).await.problem(404, "not_found");
}
