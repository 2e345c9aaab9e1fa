"""Where the head and the foot of every page lead, on the site and in Datasette beside it.

Each entry has an address below the root of its language, and a name in Chinese and in English.
"""

HEAD = (
    ("disclosures/", "公开目录", "Disclosures"),
    ("places/", "各地", "Places"),
    ("compare/", "比较", "Compare"),
    ("search/", "搜索", "Search"),
    ("use/", "使用与引用", "Use & cite"),
    ("dictionary/", "数据字典", "Dictionary"),
    ("contribute/", "参与", "Contribute"),
)
FOOT = (
    ("disclosures/", "公开目录", "Disclosures"),
    ("search/", "搜索", "Search"),
    ("sql/", "用 SQL 查询", "Query with SQL"),
    ("places/", "各地", "Places"),
    ("compare/", "比较部门", "Compare departments"),
    ("coverage/", "收录情况", "Coverage"),
    ("use/", "使用与引用", "Use & cite"),
    ("machines/", "接口与订阅", "API & feeds"),
    ("dictionary/", "数据字典", "Data dictionary"),
    ("codes/", "科目编码", "Codes"),
    ("vocabulary/", "词汇", "Vocabulary"),
    ("rules/", "检查规则", "Rules"),
    ("checking/", "检查", "Checking"),
    ("contribute/", "参与", "Contribute"),
    ("architecture/", "架构", "Architecture"),
    ("decisions/", "设计决定", "Decisions"),
)
