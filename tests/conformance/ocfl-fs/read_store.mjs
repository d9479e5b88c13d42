// Opens a store with @ocfl/ocfl-fs, an implementation of OCFL that is not ours, and prints a line of JSON an object:
//     {"id": ..., "version": ..., "found_by_id": ..., "scans": {logical path: sha512}, "files": ...}
// Usage: node read_store.mjs NODE_MODULES STORE
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";

const [, , modules, root] = process.argv;
const ocfl = createRequire(path.join(path.resolve(modules), "x.js"))("@ocfl/ocfl-fs");

const storage = ocfl.storage({ root });
await storage.load();
for await (const object of storage.objects()) {
  await object.load();
  const inventory = await object.getInventory();
  const byId = storage.object(inventory.id); // by the layout, as a reader who knows only the id would
  await byId.load();
  const files = [...(await byId.files())];
  const scans = {};
  for (const file of files)
    if (file.logicalPath.startsWith("scans/"))
      scans[file.logicalPath] = createHash("sha512").update(await file.buffer()).digest("hex");
  const foundById = path.resolve(byId.root) === path.resolve(object.root);
  console.log(JSON.stringify({ id: inventory.id, version: inventory.head, found_by_id: foundById, scans, files: files.length }));
}
