// What other modules may do with energy: read devices, and what the hours of a load came to.
import { loadHour, pueOfHour } from "./days/loadHour.ts";
import { requireDevice } from "./devices.ts";
import { deviceIdSchema, zoneIdSchema } from "./schemas.ts";

export type { LoadHour, PueHour } from "./days/loadHour.ts";
export type { Device, DeviceKind } from "./schemas.ts";

export const read = { requireDevice, loadHour, pueOfHour };

export const schemas = { zone: zoneIdSchema, device: deviceIdSchema };
