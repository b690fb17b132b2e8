/** All families that are ZIP archives, in the order in which they are asked. */
import { docx, pptx } from './ooxml.ts'
import { opendocument } from './opendocument.ts'
import { xlsx } from './xlsx.ts'
import type { ZipFamily } from './zip-parts.ts'

export const zipFamilies: readonly ZipFamily[] = [xlsx, docx, pptx, opendocument]
