// One page, no inlined scripts or images: the server's content security policy allows files of this origin only.
import { defineConfig } from "vite";

export default defineConfig({
  build: { target: "es2022", modulePreload: false, assetsInlineLimit: 0, reportCompressedSize: false },
  server: { proxy: { "/v1": "http://127.0.0.1:8000" } },
});
