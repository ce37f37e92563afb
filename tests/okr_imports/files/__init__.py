"""Files of OKRs as text; all of it is invented."""
# ruff: noqa: E501 - the rows of the files

PLAIN = """\
Objective;Key result;Team;Quarter;Metric;Unit;Baseline;Target;Parent;2026-07-15;2026-08-15;Owner;Tags
Brokers get an answer while they still remember asking;Half of the answers within 9 days;Policy;Q3 2026;Days to answer;days;14,5;9;Trusted by brokers;14;12,5;Lea;speed
;Complaints about waiting fall;;;Complaints a month;;1.200;900;;1.150;1.100;lea@northwind.example;
;Brokers who would ask us again;;;Broker loyalty;%;61 %;75 %;;62 %;;Petra Kovács;
"""
"""Semicolons and decimal commas, dated columns, an objective that stands once for its three key results."""

VIVA = """\
Row ID,Title,Parent,Entity,Owner Email,Time Period,Start Date,Type,Metric Name,Metric Start Value,Metric Target Value,Metric Current Value,Status
1,Claims are settled while it still helps,,Policy,lea@northwind.example,Q3 2026,2026-07-01,Objective,,,,,On track
2,Half of the claims paid within 5 days,1,Policy,lea@northwind.example,Q3 2026,2026-07-01,Key Result,Days to payment,11,5,8,On track
3,Customers who say it was easy,1,Policy,petra@elsewhere.example,Q3 2026,2026-07-01,Key Result,Easy claims,40%,60%,45%,Behind
4,Rebuild the claims form,1,Policy,lea@northwind.example,Q3 2026,2026-07-01,Initiative,,,,,On track
5,Fewer claims by phone,9,Policy,lea@northwind.example,Q3 2026,2026-07-01,Key Result,Calls,100,50,90,On track
"""
"""A row each for objectives and key results, parents by row ID; row 4 is work, the parent of row 5 is not there."""

TABILITY = """\
Plan,Objective,Outcome,Start,Target,Current,Last check-in,Confidence,Owner,Team
Q3 2026,Onboarding feels like help,New brokers sell in their first month,$20000,$35000,$22000,2026-07-10,7,Lea,Policy
Q3 2026,Onboarding feels like help,New brokers sell in their first month,$20000,$35000,$26000,2026-08-10,8,Lea,Policy
Q3 2026,Onboarding feels like help,Questions in the first week,40,20,33,2026-08-10,5,Lea,Policy
"""
"""A row a check-in: the first key result comes twice, with a value each."""

PERDOO = """\
Name,Goal Type,Lead,Timeframe,Aligned to,Metric unit,Start value,Target value,Current value,Target type
Renewals without a reminder,Objective,Lea,Q3 2026,Trusted by brokers,,,,,
Renewed before the date,Key Result,Lea,Q3 2026,Renewals without a reminder,%,70%,85%,72%,Increase to
Lost at renewal,Key Result,Lea,Q3 2026,Renewals without a reminder,policies,30,25,28,Stay at or below
"""
"""Parents by title; the second key result is to stay below its target."""
