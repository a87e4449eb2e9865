declare module 'node-gyp-build' {
  /** Loads the addon of the package in this folder, built or prebuilt. */
  export default function loadAddon(folder: string): unknown
}
