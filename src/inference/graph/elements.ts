/** What the elements of tensors are, as ONNX numbers them, with their bytes. Texts and complex numbers are left out. */
export const ELEMENTS = {
  float32: { code: 1, bytes: 4 },
  uint8: { code: 2, bytes: 1 },
  int8: { code: 3, bytes: 1 },
  uint16: { code: 4, bytes: 2 },
  int16: { code: 5, bytes: 2 },
  int32: { code: 6, bytes: 4 },
  int64: { code: 7, bytes: 8 },
  bool: { code: 9, bytes: 1 },
  float16: { code: 10, bytes: 2 },
  float64: { code: 11, bytes: 8 },
  uint32: { code: 12, bytes: 4 },
  uint64: { code: 13, bytes: 8 },
  bfloat16: { code: 16, bytes: 2 },
} as const;

export type ElementType = keyof typeof ELEMENTS;

/** The element type of ONNX's number; undefined where it is not one of ours. */
export function elementOf(code: number): ElementType | undefined {
  return ELEMENT_TYPES.find((element) => ELEMENTS[element].code === code);
}

/** All element types. */
export const ELEMENT_TYPES: readonly ElementType[] = [
  "float32",
  "uint8",
  "int8",
  "uint16",
  "int16",
  "int32",
  "int64",
  "bool",
  "float16",
  "float64",
  "uint32",
  "uint64",
  "bfloat16",
];
