//! Addresses that attackers register, beside those that partners do.

use proptest::prelude::*;

use super::*;

fn judged(text: &str) -> Result<Target, TargetFault> {
    Target::parse(text, &Reach::default())
}

#[test]
fn partners_addresses_are_taken_in_one_spelling() {
    for (text, kept) in [
        ("https://hooks.example.com/portal", "https://hooks.example.com/portal"),
        ("HTTPS://Hooks.Example.COM:443", "https://hooks.example.com/"),
        ("https://hooks.example.com:8443/a?b=c", "https://hooks.example.com:8443/a?b=c"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
    ] {
        let target = judged(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        assert_eq!((target.as_str(), target.own_only()), (kept, false));
    }
    assert!(judged("https://收件.example.com/钩").is_ok_and(|target| target.as_str().is_ascii()));
}

#[test]
fn other_schemes_ports_users_and_fragments_are_refused() {
    for (text, fault) in [
        ("http://hooks.example.com/", TargetFault::Scheme),
        ("ftp://hooks.example.com/", TargetFault::Scheme),
        ("file:///etc/passwd", TargetFault::Scheme),
        ("gopher://hooks.example.com/", TargetFault::Scheme),
        ("javascript:alert(1)", TargetFault::Scheme),
        ("https://user:secret@hooks.example.com/", TargetFault::UserInfo),
        ("https://user@hooks.example.com/", TargetFault::UserInfo),
        ("https://8.8.8.8@hooks.example.com/", TargetFault::UserInfo),
        ("https://hooks.example.com/#fragment", TargetFault::Fragment),
        ("https://hooks.example.com/#", TargetFault::Fragment),
        ("https://hooks.example.com:22/", TargetFault::Port),
        ("https://hooks.example.com:25/", TargetFault::Port),
        ("https://hooks.example.com:6379/", TargetFault::Port),
        ("https://hooks.example.com:80/", TargetFault::Port),
        ("https://8.8.8.8:22/", TargetFault::Port),
        ("https://", TargetFault::Unreadable),
        ("hooks.example.com", TargetFault::Unreadable),
        ("", TargetFault::Unreadable),
        ("https://hooks.example.com:99999/", TargetFault::Unreadable),
        ("https://hooks.exam\tple.com/", TargetFault::Unreadable),
        (" https://hooks.example.com/", TargetFault::Unreadable),
        ("https://hooks.example.com/\r\nHost: inner", TargetFault::Unreadable),
    ] {
        assert_eq!(judged(text), Err(fault), "{text:?}");
    }
    let long = format!("https://hooks.example.com/{}", "a".repeat(500));
    assert_eq!(judged(&long), Err(TargetFault::Unreadable));
}

/// Every spelling of an address that is not public.
const INNER: [&str; 44] = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0",
    "127。0。0。1",
    "１２７．０．０．１",
    "[::1]",
    "[::]",
    "[fc00::1]",
    "[fd12:3456::1]",
    "[fe80::1]",
    "[ff02::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[::127.0.0.1]",
];

#[test]
fn what_is_not_public_is_refused_in_every_spelling() {
    for host in INNER {
        assert_eq!(judged(&format!("https://{host}/")), Err(TargetFault::Address), "{host}");
    }
    for name in
        ["localhost", "localhost.", "intranet", "printer.local", "db.internal", "a.localhost", "router.home.arpa"]
    {
        assert_eq!(judged(&format!("https://{name}/")), Err(TargetFault::Name), "{name}");
    }
    assert_eq!(judged("https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/"), Err(TargetFault::Name), "letters that map to localhost");
}

#[test]
fn neighbours_of_closed_networks_are_open() {
    for host in [
        "9.255.255.255",
        "11.0.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "223.255.255.255",
        "169.253.255.255",
        "192.167.255.255",
        "198.17.255.255",
        "198.20.0.1",
        "[2400:3200::1]",
        "[64:ff9b::808:808]",
        "[::ffff:8.8.8.8]",
    ] {
        assert!(judged(&format!("https://{host}/")).is_ok(), "{host}");
    }
}

#[test]
fn the_operators_networks_are_open_over_any_port_and_without_tls() {
    let reach = Reach::new(vec!["127.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()]);
    for text in ["http://127.0.0.1:9000/", "https://127.0.0.9/", "http://[::ffff:127.0.0.1]/", "http://[fd00::1]:80/"] {
        assert!(Target::parse(text, &reach).is_ok_and(|target| target.own_only()), "{text}");
    }
    assert_eq!(Target::parse("http://10.0.0.1/", &reach), Err(TargetFault::Scheme));
    assert_eq!(Target::parse("https://10.0.0.1/", &reach), Err(TargetFault::Address));
    let inner: IpAddr = "127.0.0.1".parse().unwrap();
    let public: IpAddr = "8.8.8.8".parse().unwrap();
    // By name: what the open internet would not take must have the operator's addresses alone.
    let named = Target::parse("http://tax.internal:8080/", &reach).unwrap();
    assert!(named.may_connect(inner, &reach) && !named.may_connect(public, &reach));
    let usual = Target::parse("https://hooks.example.com/", &reach).unwrap();
    assert!(usual.may_connect(inner, &reach) && usual.may_connect(public, &reach));
    assert!(!usual.may_connect("10.0.0.1".parse().unwrap(), &reach));
    assert_eq!(Target::parse("https://user@127.0.0.1/", &reach), Err(TargetFault::UserInfo));
}

/// What the standard library knows of an address, for whoever does not trust the table.
fn is_surely_closed(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_unspecified()
                || address.is_broadcast()
                || address.is_multicast()
                || address.is_documentation()
        }
        IpAddr::V6(address) => {
            address.is_loopback()
                || address.is_unspecified()
                || address.is_multicast()
                || address.is_unique_local()
                || address.is_unicast_link_local()
        }
    }
}

proptest! {
    #[test]
    fn nothing_that_the_standard_library_calls_special_is_public(four in any::<u32>(), six in any::<u128>(), high in any::<u16>()) {
        let addresses: [IpAddr; 4] = [
            Ipv4Addr::from_bits(four).into(),
            Ipv4Addr::from_bits((u32::from(high) << 16) | (four & 0xffff)).into(),
            Ipv6Addr::from_bits(six).into(),
            Ipv4Addr::from_bits(four).to_ipv6_mapped().into(),
        ];
        for address in addresses {
            prop_assert!(!(is_surely_closed(address) && is_public(address)), "{address}");
        }
    }

    #[test]
    fn an_address_means_the_same_in_every_spelling(four in any::<u32>()) {
        let address = Ipv4Addr::from_bits(four);
        let [a, b, c, d] = address.octets();
        let expected = judged(&format!("https://{address}/")).map(|target| target.host().to_owned());
        for spelling in [
            four.to_string(),
            format!("{four:#x}"),
            format!("{a:#o}.{b}.{c}.{d:#x}").replace("0o", "0"),
            format!("{a}.{}", four & 0x00ff_ffff),
        ] {
            let found = judged(&format!("https://{spelling}/")).map(|target| target.host().to_owned());
            prop_assert_eq!(&found, &expected, "{}", spelling);
        }
    }

    #[test]
    fn no_text_at_all_gets_by_with_an_inner_address(text in "[a-z0-9@:/.#\\[\\]\\\\?%xX-]{0,40}") {
        if let Ok(target) = judged(&format!("https://{text}")) {
            let number = target.url.host().and_then(|host| match host {
                Host::Ipv4(address) => Some(IpAddr::from(address)),
                Host::Ipv6(address) => Some(IpAddr::from(address)),
                Host::Domain(_) => None,
            });
            prop_assert!(number.is_none_or(is_public), "{text}");
            prop_assert!(target.url.username().is_empty() && target.url.fragment().is_none(), "{text}");
        }
    }
}
