// Every module of the ledger: one line each, in any order.
export { accounts } from "./accounts/module.ts";
export { authority } from "./authority/module.ts";
export { basket } from "./basket/module.ts";
export { bonds } from "./bonds/module.ts";
export { compute } from "./compute/module.ts";
export { corridors } from "./corridors/module.ts";
export { energy } from "./energy/module.ts";
export { governance } from "./governance/module.ts";
export { indicators } from "./indicators/module.ts";
export { issuance } from "./issuance/module.ts";
export { metalReserve } from "./metal-reserve/module.ts";
export { oracle } from "./oracle/module.ts";
export { parameters } from "./parameters/module.ts";
export { reserveAuctions } from "./reserve-auctions/module.ts";
export { settlement } from "./settlement/module.ts";
export { validators } from "./validators/module.ts";
export { valueSupport } from "./value-support/module.ts";
