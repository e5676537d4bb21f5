// Gathers names of what a ledger has, from its own lists, so that a fuzzer's questions meet something.

type Name = string | number;
type Json = Name | boolean | null | readonly Json[] | { readonly [name: string]: Json };

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly required: boolean }[];
}
interface Document {
  readonly paths: Readonly<Record<string, { readonly get?: Operation }>>;
}

/** Of each name: enough to meet what is there in many combinations. */
const valuesMost = 40;
const lengthMost = 70;
/** Of a list of what belongs to something, such as a device's bundles: how many of these are looked at. */
const ownersMost = 5;

/** Values by the name of their member or parameter: `device`, `site`, `dayMs`, `right`. */
export async function harvestNames(baseUrl: string): Promise<Readonly<Record<string, readonly Name[]>>> {
  const { paths } = (await (await fetch(`${baseUrl}/openapi.json`)).json()) as Document;
  const names = new Map<string, Set<Name>>();
  const lists = Object.entries(paths).flatMap(([path, { get }]) => {
    const parameters = get?.parameters ?? [];
    const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
    return parameters.some(({ name }) => name === "limit") ? [{ path, required }] : [];
  });
  // The lists of everything name the owners of the others.
  for (const { path, required } of lists.toSorted((left, right) => left.required.length - right.required.length)) {
    const [owner, ...more] = required;
    if (more.length > 0) continue;
    const owners = owner === undefined ? [undefined] : [...(names.get(owner) ?? [])].slice(0, ownersMost);
    for (const value of owners) {
      const asked =
        owner === undefined || value === undefined ? "" : `&${new URLSearchParams({ [owner]: `${value}` })}`;
      const response = await fetch(`${baseUrl}${path}?limit=50${asked}`);
      if (response.ok) gather(nameOfItem(path), ((await response.json()) as { items: Json }).items, names);
    }
  }
  return Object.fromEntries([...names].map(([name, values]) => [name, [...values]]));
}

/** An item of `rights` that is told by its number is asked for as `right`. */
function nameOfItem(path: string): string {
  return (path.split("/").at(-1) ?? "").replace(/s$/, "");
}

function gather(item: string, value: Json, names: Map<string, Set<Name>>, name = ""): void {
  if (Array.isArray(value)) for (const member of value) gather(item, member as Json, names, name);
  else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value))
      gather(item, member as Json, names, key === "number" ? item : key);
  } else if (typeof value === "number" || (typeof value === "string" && value.length <= lengthMost)) {
    const known = names.get(name) ?? new Set();
    names.set(name, known);
    if (known.size < valuesMost) known.add(value);
  }
}
