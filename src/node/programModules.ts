// The modules of this program, in all their versions: the only place that reads the registry of modules.
import { ModuleVersions } from "#src/machine/versions.ts";
import * as modules from "#src/modules/registry.ts";

export function programModules(): ModuleVersions {
  return new ModuleVersions(Object.values(modules));
}
