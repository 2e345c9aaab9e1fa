"""What the rules rest on: laws, official forms and logic, each named once in Chinese and English."""

#: The identity follows from what the words mean: a total, a part, a balance.
LOGIC = ("算理：合计是各部分之和，部分不大于全部", "logic: a total is the sum of its parts, and no part exceeds it")
LAW = ("《中华人民共和国预算法》第七十五条", "Budget Law, article 75")
#: The budget law and its regulation, on what departments publish.
REGULATION = (
    "《中华人民共和国预算法实施条例》（2020 年）第六条",
    "Regulation for the Implementation of the Budget Law (2020), article 6",
)
PUBLISHING = (
    "《地方预决算公开操作规程》（财预〔2016〕143 号）",
    "Ministry of Finance, Rules for Publishing Local Budgets and Final Accounts (Caiyu [2016] No. 143)",
)
CLASSIFICATION = (
    "财政部《政府收支分类科目》",
    "Ministry of Finance, Classification of Government Revenue and Expenditure",
)
TABLES = (
    "财政部部门预算、部门决算公开样表",
    "Ministry of Finance, model tables for published departmental budgets and final accounts",
)
TARGETS = (
    "《中央部门预算绩效目标管理办法》（财预〔2015〕88 号）和各地绩效目标申报表",
    "Ministry of Finance, Measures for Performance Targets (Caiyu [2015] No. 88), and the forms that places use",
)
PROCUREMENT = (
    "《政府采购法》第二条：采购对象为货物、工程和服务；《政府采购促进中小企业发展管理办法》（财库〔2020〕46 号）",
    "Government Procurement Law, article 2: goods, works and services; Measures for Small Firms (Caiku [2020] No. 46)",
)
THREE_PUBLIC = (
    "《地方预决算公开操作规程》：公开“三公”经费和国有资产占用等情况",
    "Rules for Publishing Local Budgets and Final Accounts: the three public expenses and state assets in use",
)
