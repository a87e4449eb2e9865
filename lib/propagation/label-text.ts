import type { Label } from '../seeds/labels'

/** A label as JSON with these characters written as `\u....`, for formats that cannot have them. */
export function escapedLabel(label: Label, characters: RegExp): string {
  return JSON.stringify(label).replace(
    characters,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
