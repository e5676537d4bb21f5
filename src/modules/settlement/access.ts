// What other modules may use of settlement, in the tier read: the shape of the references that payer and payee reconcile by.
export { referenceShape } from "./schemas.ts";
