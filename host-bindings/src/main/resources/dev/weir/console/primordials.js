// What the other files of this folder use of the language, taken before any user script runs. Everything here is
// held by name in one frozen object without a prototype, and methods take their receiver as the first argument:
// nothing that a script patches later is looked at again.
//
// House rules for these files, so that this stays true: no array destructuring, array spread or for-of (they look up
// patchable iterators), no regular expressions (they leave traces in RegExp.lastMatch), no property that may be missing
// read from an ordinary object (it would be found on a polluted Object.prototype), and arrays that grow are made by
// list().
(function () {
  'use strict';
  const { apply, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
  const { defineProperty, hasOwn, setPrototypeOf } = Object;
  const { bind, call } = Function.prototype;
  const uncurry = bind.bind(call);
  const getter = (holder, key) => uncurry(getOwnPropertyDescriptor(holder, key).get);
  const TypedArrayPrototype = getPrototypeOf(Uint8Array.prototype);

  return Object.freeze({
    __proto__: null,
    apply, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, hasOwn, ownKeys,
    isArray: Array.isArray,
    isNaN: Number.isNaN,
    min: Math.min,
    max: Math.max,
    toText: String,
    parseInt, parseFloat,
    Error, Map, RangeError, TypeError, Uint8Array,

    /** A list that can be read and appended to by index whatever has been defined on Array.prototype. */
    list: () => setPrototypeOf([], null),
    join: uncurry(Array.prototype.join),

    functionToString: uncurry(Function.prototype.toString),
    includes: uncurry(String.prototype.includes),
    indexOf: uncurry(String.prototype.indexOf),
    startsWith: uncurry(String.prototype.startsWith),
    endsWith: uncurry(String.prototype.endsWith),
    slice: uncurry(String.prototype.slice),
    padStart: uncurry(String.prototype.padStart),
    numberToString: uncurry(Number.prototype.toString),
    bigintToString: uncurry(BigInt.prototype.toString),
    asIntN: BigInt.asIntN,
    symbolToString: uncurry(Symbol.prototype.toString),

    mapGet: uncurry(Map.prototype.get),
    mapSet: uncurry(Map.prototype.set),
    mapHas: uncurry(Map.prototype.has),
    mapDelete: uncurry(Map.prototype.delete),
    mapSize: getter(Map.prototype, 'size'),
    mapEntries: uncurry(Map.prototype.entries),
    mapIteratorNext: uncurry(getPrototypeOf(new Map().entries()).next),
    setSize: getter(Set.prototype, 'size'),
    setValues: uncurry(Set.prototype.values),
    setIteratorNext: uncurry(getPrototypeOf(new Set().values()).next),

    // Each of these throws, or gives undefined, when the receiver is not of the kind.
    dateGetTime: uncurry(Date.prototype.getTime),
    dateToISOString: uncurry(Date.prototype.toISOString),
    regExpSource: getter(RegExp.prototype, 'source'),
    regExpFlags: Object.freeze({
      __proto__: null,
      d: getter(RegExp.prototype, 'hasIndices'), g: getter(RegExp.prototype, 'global'),
      i: getter(RegExp.prototype, 'ignoreCase'), m: getter(RegExp.prototype, 'multiline'),
      s: getter(RegExp.prototype, 'dotAll'), u: getter(RegExp.prototype, 'unicode'),
      v: getter(RegExp.prototype, 'unicodeSets'), y: getter(RegExp.prototype, 'sticky'),
    }),
    numberValue: uncurry(Number.prototype.valueOf),
    stringValue: uncurry(String.prototype.valueOf),
    booleanValue: uncurry(Boolean.prototype.valueOf),
    bigintValue: uncurry(BigInt.prototype.valueOf),
    symbolValue: uncurry(Symbol.prototype.valueOf),
    weakMapHas: uncurry(WeakMap.prototype.has),
    weakSetHas: uncurry(WeakSet.prototype.has),
    weakRefDeref: uncurry(WeakRef.prototype.deref),
    typedArrayName: getter(TypedArrayPrototype, Symbol.toStringTag),
    typedArrayLength: getter(TypedArrayPrototype, 'length'),
    arrayBufferByteLength: getter(ArrayBuffer.prototype, 'byteLength'),
    sharedArrayBufferByteLength: getter(SharedArrayBuffer.prototype, 'byteLength'),
    dataViewByteLength: getter(DataView.prototype, 'byteLength'),
    dataViewByteOffset: getter(DataView.prototype, 'byteOffset'),
    dataViewBuffer: getter(DataView.prototype, 'buffer'),

    prototypes: Object.freeze({
      __proto__: null,
      Object: Object.prototype,
      Error: Error.prototype, Map: Map.prototype, Set: Set.prototype, Date: Date.prototype, RegExp: RegExp.prototype,
      Number: Number.prototype, String: String.prototype, Boolean: Boolean.prototype, BigInt: BigInt.prototype,
      Symbol: Symbol.prototype, WeakMap: WeakMap.prototype, WeakSet: WeakSet.prototype, WeakRef: WeakRef.prototype,
      TypedArray: TypedArrayPrototype, ArrayBuffer: ArrayBuffer.prototype,
      SharedArrayBuffer: SharedArrayBuffer.prototype, DataView: DataView.prototype,
      AsyncFunction: getPrototypeOf(async function () {}),
      GeneratorFunction: getPrototypeOf(function* () {}),
      AsyncGeneratorFunction: getPrototypeOf(async function* () {}),
    }),
    iterator: Symbol.iterator,
    toStringTag: Symbol.toStringTag,
  });
})
