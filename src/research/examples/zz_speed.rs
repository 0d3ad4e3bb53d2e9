#![allow(warnings)]
use research::*;
fn main(){
    let mut facts=vec![];
    let mut x=88172645463325252u64; let mut r=||{x^=x<<13;x^=x>>7;x^=x<<17;x};
    for seq in 1..=1_000_000i64 { facts.push(Fact{seq,kind:FactKind::Registration,registered_on:chrono::NaiveDate::from_ymd_opt(2026,1,1).unwrap(),month:format!("{}-{:02}",2015+r()%12,1+r()%12),direction:if r()%2==0{"import"}else{"export"}.into(),district:format!("3205{:02}",r()%10),country:format!("C{}",r()%200),industry:format!("{:02}",r()%97),legal_type:"patent_licence".into(),mode:"patent".into(),payment_mode:"royalty".into(),ownership:"private".into(),related_parties:r()%3==0,amount_usd_cents:(r()%1000000000) as i64,technology_fee_usd_cents:5,contracts:1,royalty_rate_millionths:Some(3),days_to_register:2}); }
    let mut c=Cube::new(); let t=std::time::Instant::now(); c.append(&facts); println!("append {:?}",t.elapsed());
    for (rows,f) in [("country",vec![]),("country,direction",vec!["direction:import"]),("month,direction,district",vec![]),("country,industry,month,district",vec![]),("",vec![])] {
        let q=Query::parse(Some(rows),None,None,&f).unwrap(); let t=std::time::Instant::now(); let p=c.pivot(&q); println!("{rows} {} cells {:?}",p.cells.len(),t.elapsed());
    }
}
