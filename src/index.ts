export * from "./model/index.ts";
export * from "./properties/index.ts";
export * from "./explorer/index.ts";
