// What a bank tells the other bank and the supervisors of payer and payee: a subset of IVMS101, in its own names.
import { z } from "zod";

/**
 * interVASP Messaging Standard IVMS101 (interVASP.org, 2020), in the JSON of its data model. Left out are local names, phonetic
 * names and the transfer path; added is `transfer`, which names the payment on the ledger.
 */
const textSchema = z.string().min(1).max(100);
const countrySchema = z.string().regex(/^[A-Z]{2}$/);
const dateSchema = z.iso.date();
/** No person has more names, addresses or accounts that matter to a payment. */
const fewMax = 8;
const few = <Schema extends z.ZodType>(schema: Schema) => z.array(schema).min(1).max(fewMax);

const addressSchema = z
  .strictObject({
    addressType: z.enum(["HOME", "BIZZ", "GEOG"]),
    streetName: textSchema.optional(),
    buildingNumber: textSchema.optional(),
    postCode: textSchema.optional(),
    townName: textSchema.optional(),
    countrySubDivision: textSchema.optional(),
    addressLine: z.array(textSchema).max(7).optional(),
    country: countrySchema,
  })
  .refine(
    ({ streetName, buildingNumber, townName, addressLine }) =>
      (addressLine?.length ?? 0) > 0 ||
      (streetName !== undefined && buildingNumber !== undefined && townName !== undefined),
    { error: "an address has lines, or a street, a number and a town" },
  );

const identificationSchema = z.strictObject({
  nationalIdentifier: z.string().min(1).max(35),
  nationalIdentifierType: z.enum(["ARNU", "CCPT", "RAID", "DRLC", "FIIN", "TXID", "SOCS", "IDCD", "LEIX", "MISC"]),
  countryOfIssue: countrySchema.optional(),
  registrationAuthority: z
    .string()
    .regex(/^RA[0-9]{6}$/)
    .optional(),
});

const naturalPersonSchema = z.strictObject({
  name: z.strictObject({
    nameIdentifier: few(
      z.strictObject({
        primaryIdentifier: textSchema,
        secondaryIdentifier: textSchema.optional(),
        nameIdentifierType: z.enum(["ALIA", "BIRT", "MAID", "LEGL", "MISC"]),
      }),
    ),
  }),
  geographicAddress: few(addressSchema).optional(),
  nationalIdentification: identificationSchema.optional(),
  customerIdentification: z.string().min(1).max(50).optional(),
  dateAndPlaceOfBirth: z.strictObject({ dateOfBirth: dateSchema, placeOfBirth: z.string().min(1).max(70) }).optional(),
  countryOfResidence: countrySchema.optional(),
});

const legalPersonSchema = z.strictObject({
  name: z.strictObject({
    nameIdentifier: few(
      z.strictObject({
        legalPersonName: textSchema,
        legalPersonNameIdentifierType: z.enum(["LEGL", "SHRT", "TRAD"]),
      }),
    ),
  }),
  geographicAddress: few(addressSchema).optional(),
  customerIdentification: z.string().min(1).max(50).optional(),
  nationalIdentification: identificationSchema.optional(),
  countryOfRegistration: countrySchema.optional(),
});

const personSchema = z.union([
  z.strictObject({ naturalPerson: naturalPersonSchema }),
  z.strictObject({ legalPerson: legalPersonSchema }),
]);
const accountNumbersSchema = few(textSchema).optional();
const moneySchema = z.strictObject({
  currency: z.string().regex(/^[A-Z][A-Z0-9]{2,7}$/),
  /** In the currency's smallest unit, as the ledger counts it. */
  amount: z.string().regex(/^[1-9][0-9]{0,28}$/),
});

export const travelRuleSchema = z.strictObject({
  originator: z.strictObject({ originatorPersons: few(personSchema), accountNumber: accountNumbersSchema }),
  beneficiary: z.strictObject({ beneficiaryPersons: few(personSchema), accountNumber: accountNumbersSchema }),
  originatingVASP: z.strictObject({ originatingVASP: personSchema }).optional(),
  beneficiaryVASP: z.strictObject({ beneficiaryVASP: personSchema }).optional(),
  transfer: z.strictObject({
    uetr: z.uuidv4().optional(),
    corridor: z.string().min(1).max(32).optional(),
    source: moneySchema,
    destination: moneySchema,
  }),
});
export type TravelRulePayload = z.output<typeof travelRuleSchema>;
