//! Why a file can't be read as tables, in words.

use weir_core::hir::Language;
use weir_tables::{Foreign, Large, TableError};

/// Why a file can't be read as tables. What the libraries say of a broken file is told as they say it.
#[must_use]
pub fn error(error: &TableError, language: Language) -> String {
    match language {
        Language::En => error.to_string(),
        Language::Zh => chinese(error),
    }
}

fn chinese(error: &TableError) -> String {
    match error {
        TableError::NotATable(what) => format!("这是{}，不是表格文件", foreign(*what)),
        TableError::OldOffice => {
            "这是旧的二进制 Word 或 Excel 文件，或者有密码保护；请另存为 .docx 或 .xlsx".to_owned()
        }
        TableError::Encoding => "文本的编码不是 UTF-8、UTF-16 或 GB18030".to_owned(),
        TableError::MissingPart(part) => format!("文件缺少 `{part}` 部分"),
        TableError::Container(what) => format!("文件已损坏：{what}"),
        TableError::Xml { part, at, what } => {
            format!("文件的 `{part}` 部分在第 {at} 字节处损坏：{what}")
        }
        TableError::BadReference { part, written } => {
            format!("`{part}` 部分中的 `{written}` 不是单元格的位置")
        }
        TableError::Separated(what) => format!("各行无法作为表格读取：{what}"),
        TableError::TooLarge(what) => format!("{}，无法读取", large(*what)),
    }
}

fn foreign(what: Foreign) -> &'static str {
    match what {
        Foreign::Pdf => " PDF 文件",
        Foreign::WebPage => "网页",
        Foreign::Xml => " XML 文件",
        Foreign::Rtf => " RTF 文件",
        Foreign::OtherPackage => "其他 Office 文件（既非工作簿，也非文字文档）",
    }
}

fn large(what: Large) -> &'static str {
    match what {
        Large::File => "文件过大",
        Large::Unpacked => "文件解压后过大",
        Large::Depth => "文件的嵌套过深",
        Large::Tables => "表格过多",
        Large::Sheets => "工作表过多",
        Large::Rows => "行过多",
        Large::Columns => "列过多",
        Large::Cells => "单元格过多",
        Large::Text => "单元格的文本过长",
        Large::NumberFormat => "数字格式过长",
    }
}
