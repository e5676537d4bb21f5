// What other modules may use of `settlement`: the references that payer and payee reconcile by.
export { referenceShape } from "./schemas.ts";
