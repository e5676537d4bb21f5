// Shares and indicators from the USGS table that a devnet begins with; made by scripts/makeDevnetIndicators.ts.
import type { UsgsIndicator, UsgsShares } from "./usgsForm.ts";

export const usgsSource = "USGS, Mineral Commodity Summaries 2026, data release (public domain)";
/** The SHA-256 of the table that the figures were read from. */
export const usgsDocumentHash = "5224fbd89979a6f8b7d1ce7fe4a2ccce5288a454dd85e3e92ecc1a856bb86727";

export const usgsShares: readonly UsgsShares[] = [
  {
    component: "AG",
    stage: "mining",
    period: "2024",
    method: "Shares of the sum of the table's lines",
    countries:
      "US:41433 AR:30542 AU:41433 BO:58795 CA:14442 CL:47352 CN:135348 IN:27622 KZ:33541 MX:228079 PE:138505 PL:52087 RU:50509 SE:17046",
    othersPpm: 83260n,
  },
  {
    component: "CU",
    stage: "mining",
    period: "2024",
    method: "Shares of the sum of the table's lines",
    countries:
      "US:45689 AU:33288 CA:22409 CL:239763 CN:80066 CD:130107 IN:1174 ID:43949 KZ:31504 MX:31199 PE:119228 PL:17405 RU:44384 ZM:35812",
    othersPpm: 124015n,
  },
  {
    component: "CU",
    stage: "refining",
    period: "2024",
    method: "Shares of the sum of the table's lines",
    countries:
      "US:33369 AU:15724 CA:11739 CL:70289 CN:449275 CD:92753 DE:21630 IN:19746 ID:12644 JP:56884 KZ:18043 KR:21884 MX:17717 PE:13949 PL:21340 RU:32463 ZM:6847",
    othersPpm: 83695n,
  },
  {
    component: "NDPR",
    stage: "mining",
    period: "2024",
    method:
      "Shares of the sum of the table's lines; of all rare earths, as oxide: none is published for neodymium and praseodymium alone",
    countries: "US:118489 AU:75520 BR:1458 MM:70312 CN:703125 IN:7552 MG:3645 MY:364 NG:3906 RU:6770 TH:5468 VN:781",
    othersPpm: 2604n,
  },
  {
    component: "LI2CO3",
    stage: "mining",
    period: "2024",
    method:
      "Shares of the sum of the table's lines; of lithium content, in a world without the United States, which withhold theirs",
    countries: "US:withheld AR:61891 AU:370901 BR:45746 CA:21617 CL:219312 CN:185675 ML:3453 PT:1704 ZW:89698",
    othersPpm: 0n,
  },
];

export const usgsIndicators: readonly UsgsIndicator[] = [
  {
    component: "AG",
    indicator: "importReliance",
    period: "2024",
    method: "Net import reliance of the United States in percent, times 10,000",
    value: 680000n,
  },
  {
    component: "AG",
    indicator: "reserves",
    period: "2025",
    method: "World reserves over the estimated mine production of the year, both rounded in the table; rounded down",
    value: 23461n,
  },
  {
    component: "CU",
    indicator: "importReliance",
    period: "2024",
    method: "Net import reliance of the United States in percent, times 10,000",
    value: 450000n,
  },
  {
    component: "CU",
    indicator: "reserves",
    period: "2025",
    method: "World reserves over the estimated mine production of the year, both rounded in the table; rounded down",
    value: 42608n,
  },
  {
    component: "NDPR",
    indicator: "importReliance",
    period: "2024",
    method: "Net import reliance of the United States in percent, times 10,000",
    value: 530000n,
  },
  {
    component: "NDPR",
    indicator: "reserves",
    period: "2025",
    method:
      "World reserves over the estimated mine production of the year, both rounded in the table; of all rare earths, as oxide; rounded down",
    atLeast: 217948n,
  },
  {
    component: "LI2CO3",
    indicator: "importReliance",
    period: "2024",
    method: "Net import reliance of the United States in percent, times 10,000",
    atLeast: 500000n,
  },
  {
    component: "LI2CO3",
    indicator: "reserves",
    period: "2025",
    method:
      "World reserves over the estimated mine production of the year, both rounded in the table; production without that of the United States; rounded down",
    value: 127586n,
  },
];
