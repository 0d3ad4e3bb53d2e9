//! What is found, what is left alone, and what may block.

use std::sync::LazyLock;

use super::*;
use crate::reference::ReferenceData;

pub(super) static SCREENER: LazyLock<Screener> =
    LazyLock::new(|| Screener::new(&ReferenceData::shipped().unwrap().catalogue));

fn screen(direction: Direction, summary: &str) -> Vec<CatalogueHit> {
    SCREENER.screen(direction, &ContractForm { summary: Some(summary.to_owned()), ..ContractForm::default() })
}

#[test]
fn a_resemblance_names_item_passage_and_field() {
    let hits = screen(
        Direction::Export,
        "本合同许可使用软件。包括无人机飞行控制系统的自主导航、路径规划和避障算法，以及文档。",
    );
    let best = &hits[0];
    assert_eq!((best.item_no.as_deref(), best.class), (Some("203912X"), CatalogueClass::Restricted));
    assert_eq!(best.pointer, "/contract/summary");
    assert!(best.passage.contains("无人机飞行控制系统") && !best.passage.contains("文档"));
    assert!(best.score > 70);
}

#[test]
fn a_screener_is_of_its_own_catalogue_alone() {
    let mut catalogue = ReferenceData::shipped().unwrap().catalogue;
    assert!(SCREENER.is_of(&catalogue));
    catalogue.items.pop();
    assert!(!SCREENER.is_of(&catalogue));
}

#[test]
fn a_generic_name_counts_only_in_full() {
    let hits = screen(Direction::Export, "计算机应用技术出口合同");
    assert_eq!(hits.first().map(|hit| hit.passage.as_str()), Some("计算机应用技术"));
}

#[test]
fn items_are_found_by_name_and_by_control_point() {
    for (text, name) in [
        ("向境外转让锂电池用磷酸铁锂正极粉体的烧结工艺", "电池正极材料制备技术"),
        ("提供烧结钕铁硼磁体的配方与生产线调试", "稀土"),
        ("许可使用机载激光雷达系统的点云建模", "激光雷达系统"),
        ("人胚胎干细胞的基因编辑与细胞克隆实验方法", "用于人的细胞克隆和基因编辑技术"),
        ("盐湖卤水提锂的吸附工艺包", "有色金属冶金技术"),
        ("短视频平台的个性化推荐引擎", "信息处理技术"),
        ("激光技术独占许可", "激光技术"),
    ] {
        let hits = screen(Direction::Export, text);
        assert!(hits.first().is_some_and(|hit| hit.name.starts_with(name)), "{text}: {hits:?}");
    }
}

#[test]
fn everyday_technology_is_left_alone() {
    for text in [
        "向新加坡客户提供工业视觉检测系统的部署咨询、算法调优和远程技术支持服务。",
        "为越南子公司提供纺织机械的安装、调试和人员培训。",
        "企业资源计划软件的实施、二次开发和数据迁移服务，含用户手册。",
        "汽车座椅骨架的冲压模具设计与生产工艺文件。",
        "锂电池组装线的设备维护服务。",
        "医院信息系统的界面翻译与客户支持。",
        "注塑机控制系统的软件升级与安全维护。",
        "酵母菌种的发酵、纯化与培养工艺。",
        "扫地机器人的自主导航与路径规划算法。",
        "动物疫苗的配方和生产工艺技术许可。",
        "纺织品激光切割机的使用培训。",
    ] {
        assert_eq!(screen(Direction::Export, text), [], "{text}");
    }
}

#[test]
fn imports_are_held_against_the_import_catalogue() {
    let text = "无人机飞行控制系统的自主导航算法";
    assert!(!screen(Direction::Export, text).is_empty());
    assert!(screen(Direction::Import, text).is_empty());
}

#[test]
fn a_header_alone_is_not_the_scope() {
    let header_only = screen(Direction::Export, "海外诊所的中医医疗门诊流程咨询");
    assert!(header_only.iter().all(|hit| !hit.is_certain), "{header_only:?}");
    let beside_scope = screen(Direction::Export, "中药饮片出口质量检测咨询服务");
    assert!(beside_scope.iter().all(|hit| !hit.is_certain), "{beside_scope:?}");
    let in_scope = screen(Direction::Export, "人的细胞克隆和基因编辑技术转让");
    assert!(in_scope.iter().any(|hit| hit.is_certain && hit.class == CatalogueClass::Prohibited));
}

#[test]
fn the_same_text_gives_the_same_answer() {
    let text = "稀土萃取分离工艺、激光技术与无人机";
    assert_eq!(screen(Direction::Export, text), screen(Direction::Export, text));
}
