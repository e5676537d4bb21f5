// Events: what a module announces about what it did, stored with the result of the transaction.
import type { z } from "zod";
import type { StateEvent, Stored } from "#src/state/view.ts";

export interface EventFactory<Schema extends z.ZodType = z.ZodType> {
  (content: z.output<Schema> | Stored<z.output<Schema>>): StateEvent;
  readonly type: string;
  readonly schema: Schema;
  /** Whether anyone may hear of it where read scopes are enforced; otherwise those whom it names, and supervisors. */
  readonly isPublic: boolean;
}

type Factories<Schemas extends Record<string, z.ZodType>> = {
  readonly [Name in keyof Schemas]: EventFactory<Schemas[Name]>;
};

/** One line per event: its name (noun and participle) and the schema of its content. None is public unless named so. */
export function defineEvents<const Schemas extends Record<string, z.ZodType>>(
  moduleName: string,
  schemas: Schemas,
  publicNames: readonly (keyof Schemas)[] = [],
): Factories<Schemas> {
  const factories: Record<string, EventFactory> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const type = `${moduleName}/${name}`;
    factories[name] = Object.assign((content: unknown) => ({ type, content }), {
      type,
      schema,
      isPublic: publicNames.includes(name),
    });
  }
  return factories as Factories<Schemas>;
}
