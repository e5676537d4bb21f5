// Every module of the ledger: one line each, in any order.
export { accounts } from "./accounts/module.ts";
export { authority } from "./authority/module.ts";
