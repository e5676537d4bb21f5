#!/usr/bin/env node
// The program behind the name `kedge`: the source is TypeScript, which Node reads through a loader.
import { register } from "tsx/esm/api";

register();
await import("./main.ts");
