// Reading objects without running anything of theirs: descriptors instead of properties. A proxy's traps do run, and
// may throw.
(function (primordials) {
  'use strict';
  const {
    apply, asIntN, bigintToString, endsWith, functionToString, getOwnPropertyDescriptor, getPrototypeOf, hasOwn, slice,
    symbolToString, toText,
  } = primordials;

  /** Longer chains of prototypes, which only a proxy can make endless, are not followed. */
  const MAX_PROTOTYPES = 64;
  /** Names of functions, classes, symbols and properties are cut here. */
  const MAX_NAME = 1000;
  /** Above this many bits a BigInt is not spelled out: making its decimal digits cannot be interrupted. */
  const MAX_BIGINT_BITS = 1000000;

  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

  /** What a captured reader gives, or undefined when the object is not of the reader's kind. */
  const attempt = (read, object) => {
    try {
      return read(object);
    } catch {
      return undefined;
    }
  };

  const clip = (name) => (name.length > MAX_NAME ? `${slice(name, 0, MAX_NAME)}...` : name);

  const formatSymbol = (symbol) => clip(symbolToString(symbol));

  /** Any primitive but a string. */
  const formatPrimitive = (value) => {
    switch (typeof value) {
      case 'number': return value === 0 && 1 / value < 0 ? '-0' : toText(value);
      case 'bigint': return asIntN(MAX_BIGINT_BITS, value) === value
        ? `${bigintToString(value)}n` : `<BigInt of over ${MAX_BIGINT_BITS} bits>`;
      case 'symbol': return formatSymbol(value);
      default: return toText(value);
    }
  };

  const ownData = (object, key) => {
    const descriptor = getOwnPropertyDescriptor(object, key);
    return descriptor !== undefined && hasOwn(descriptor, 'value') ? descriptor.value : undefined;
  };

  const isNative = (fn) => endsWith(functionToString(fn), '{ [native code] }');

  /** A string property found along the prototypes; of accessors only the engine's and the platform's are called. */
  const readString = (object, key) => {
    let holder = object;
    for (let steps = 0; holder !== null && steps < MAX_PROTOTYPES; steps++) {
      const descriptor = getOwnPropertyDescriptor(holder, key);
      if (descriptor !== undefined) {
        let value;
        if (hasOwn(descriptor, 'value')) value = descriptor.value;
        else if (descriptor.get !== undefined && isNative(descriptor.get)) {
          value = attempt((receiver) => apply(descriptor.get, receiver, []), object);
        }
        return typeof value === 'string' ? value : '';
      }
      holder = getPrototypeOf(holder);
    }
    return '';
  };

  /** Whether the engine finds text there, or nothing, without running anything. */
  const isPlain = (object, key) => {
    let holder = object;
    for (let steps = 0; holder !== null; steps++) {
      if (steps === MAX_PROTOTYPES) return false;
      const descriptor = getOwnPropertyDescriptor(holder, key);
      if (descriptor !== undefined) {
        if (!hasOwn(descriptor, 'value')) return descriptor.get === undefined || isNative(descriptor.get);
        return !isObject(descriptor.value) && typeof descriptor.value !== 'symbol';
      }
      holder = getPrototypeOf(holder);
    }
    return true;
  };

  /** Whether the stack of an error can be looked at: the engine writes it then, and makes text of name and message. */
  const hasPlainStack = (error) => isPlain(error, 'name') && isPlain(error, 'message');

  const functionName = (fn) => {
    const name = ownData(fn, 'name');
    return typeof name === 'string' ? clip(name) : '';
  };

  const isIndex = (key) => typeof key === 'string' && toText(key >>> 0) === key && key >>> 0 !== 4294967295;

  /** What kind of accessor a descriptor without a value is. */
  const accessorLabel = (descriptor) => {
    if (descriptor.get === undefined) return descriptor.set === undefined ? 'undefined' : '[Setter]';
    return descriptor.set === undefined ? '[Getter]' : '[Getter/Setter]';
  };

  return {
    __proto__: null, MAX_PROTOTYPES, accessorLabel, attempt, clip, formatPrimitive, formatSymbol, functionName, hasPlainStack,
    isIndex, isObject, ownData, readString,
  };
})
