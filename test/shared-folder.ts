import { resolve } from 'node:path'

/** Real neurons and golden results, an optional folder beside the repository. */
export const sharedFolder = resolve(__dirname, '../../shared')
