// A payload of the travel rule for tests: a person pays a company.
import type { TravelRulePayload } from "#src/sdk/sealing/travelRule.ts";

export const travelRulePayload: TravelRulePayload = {
  originator: {
    originatorPersons: [
      {
        naturalPerson: {
          name: {
            nameIdentifier: [{ primaryIdentifier: "Li", secondaryIdentifier: "Wei", nameIdentifierType: "LEGL" }],
          },
          geographicAddress: [{ addressType: "HOME", addressLine: ["1 Some Road", "Shanghai"], country: "CN" }],
          dateAndPlaceOfBirth: { dateOfBirth: "1980-02-29", placeOfBirth: "Shanghai" },
        },
      },
    ],
    accountNumber: ["6222 0000 0000 0000"],
  },
  beneficiary: {
    beneficiaryPersons: [
      {
        legalPerson: {
          name: { nameIdentifier: [{ legalPersonName: "Алматы Сауда", legalPersonNameIdentifierType: "LEGL" }] },
          countryOfRegistration: "KZ",
        },
      },
    ],
  },
  transfer: {
    corridor: "silk-road",
    source: { currency: "CNY", amount: "1000000" },
    destination: { currency: "KZT", amount: "70000000" },
  },
};
