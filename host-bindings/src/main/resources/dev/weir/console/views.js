// The kinds of object the console knows, and how each is shown.
//
// A kind gives a view of an object, or undefined when the object only looks like one. `base` stands alone when there is
// nothing else to show, else before the braces. `size` items are written by `fill`. `keys` are the own keys to
// consider. `noted` are keys shown although they are not enumerable, `hides` says which enumerable ones are not.
(function (host, primordials, read, platform, formatters) {
  'use strict';
  const {
    Map, Uint8Array, arrayBufferByteLength, bigintValue, booleanValue, dataViewBuffer, dataViewByteLength,
    dataViewByteOffset, dateGetTime, dateToISOString, functionToString, getOwnPropertyDescriptor, getPrototypeOf,
    hasOwn, includes, indexOf, isNaN, iterator, join, list, mapEntries, mapGet, mapIteratorNext, mapSet, mapSize, min,
    numberToString, numberValue, ownKeys, padStart, prototypes, regExpFlags, regExpSource, setIteratorNext, setSize,
    setValues, sharedArrayBufferByteLength, slice, startsWith, stringValue, symbolValue, toStringTag, typedArrayLength,
    typedArrayName, weakMapHas, weakRefDeref, weakSetHas,
  } = primordials;
  const { MAX_PROTOTYPES, attempt, clip, functionName, hasPlainStack, isIndex, isObject, ownData, readString } = read;
  const { MAX_STRING, formatDescriptor, formatKey, formatPrimitive, formatValue, more } = formatters;

  const MAX_BYTES = 50;
  /** Longer arrays are not searched for named properties, and longer runs of holes are not walked one by one. */
  const MAX_INDEX_WALK = 10000;
  const MAX_LEADING_NAME = 100;

  /** Where errors keep those that led to them. */
  const ORIGINS = ['cause', 'errors'];

  const push = (target, item) => {
    target[target.length] = item;
  };

  /**
   * What the prototypes tell: the constructor's name (null if there is none), a toStringTag, the kind to try; all kinds are to
   * be tried where nothing is known, as of what another realm made.
   */
  const examine = (object) => {
    let name = null;
    let tag = null;
    let kind;
    let holder = object;
    let last = null;
    for (let steps = 0; holder !== null && steps < MAX_PROTOTYPES; steps++) {
      if (tag === null) {
        const descriptor = getOwnPropertyDescriptor(holder, toStringTag);
        if (descriptor !== undefined) {
          // An own enumerable tag is listed with the properties; one that had to be computed is left alone.
          const shown = hasOwn(descriptor, 'value') && typeof descriptor.value === 'string'
              && !(steps === 0 && descriptor.enumerable);
          tag = shown ? clip(descriptor.value) : '';
        }
      }
      if (steps > 0) {
        if (kind === undefined) kind = mapGet(kinds, holder);
        if (name === null) {
          const constructor = ownData(holder, 'constructor');
          if (typeof constructor === 'function' && functionName(constructor) !== '') name = functionName(constructor);
        }
      }
      last = holder;
      holder = getPrototypeOf(holder);
    }
    const tryAll = kind === undefined && (name === null || last !== prototypes.Object);
    return { __proto__: null, name, tag: tag === null ? '' : tag, kind, tryAll };
  };

  const view = (fields) => ({
    __proto__: null, base: '', open: '{', close: '}', size: 0, fill: undefined, keys: undefined, noted: undefined,
    hides: undefined, ...fields,
  });

  const prefixOf = (shape, fallback, size) => {
    const tag = shape.tag !== '' && shape.tag !== (shape.name === null ? fallback : shape.name)
      ? `[${shape.tag}] ` : '';
    return shape.name === null ? `[${fallback}${size}: null prototype] ${tag}` : `${shape.name}${size} ${tag}`;
  };

  const pushMore = (entries, count) => {
    push(entries, more(count, 'item', 'items'));
  };

  /** The own keys after the indices, which always come first. */
  const namedKeys = (object, length) => {
    const named = list();
    if (length > MAX_INDEX_WALK) return named;
    const keys = ownKeys(object);
    for (let i = 0; i < keys.length; i++) if (!isIndex(keys[i])) push(named, keys[i]);
    return named;
  };

  const nextElement = (array, from, length) => {
    const end = min(length, from + MAX_INDEX_WALK);
    for (let i = from; i < end; i++) if (getOwnPropertyDescriptor(array, i) !== undefined) return i;
    if (end === length) return length;
    const keys = ownKeys(array);
    for (let i = 0; i < keys.length; i++) if (isIndex(keys[i]) && keys[i] >>> 0 >= end) return keys[i] >>> 0;
    return length;
  };

  const arrayView = (context, array, shape) => {
    const own = ownData(array, 'length');
    const length = typeof own === 'number' ? own : 0;
    const prefix = shape.name === 'Array' && shape.tag === '' ? '' : prefixOf(shape, 'Array', `(${length})`);
    return view({
      __proto__: null, open: `${prefix}[`, close: ']', size: length, keys: namedKeys(array, length),
      fill: (entries, level) => {
        let index = 0;
        while (index < length && entries.length < context.items) {
          const descriptor = getOwnPropertyDescriptor(array, index);
          if (descriptor === undefined) {
            const next = nextElement(array, index, length);
            push(entries, `<${next - index} empty item${next - index === 1 ? '' : 's'}>`);
            entries.numeric = false;
            index = next;
          } else {
            const type = hasOwn(descriptor, 'value') ? typeof descriptor.value : 'accessor';
            if (type !== 'number' && type !== 'bigint') entries.numeric = false;
            push(entries, formatDescriptor(context, descriptor, level));
            index++;
          }
        }
        entries.items = entries.length;
        if (index < length) pushMore(entries, length - index);
      },
    });
  };

  const typedArrayKind = (context, array, shape) => {
    const kind = typedArrayName(array);
    if (kind === undefined) return undefined;
    const length = typedArrayLength(array);
    return view({
      __proto__: null, open: `${prefixOf(shape, kind, `(${length})`)}[`, close: ']', size: length,
      keys: namedKeys(array, length),
      fill: (entries) => {
        for (let i = 0; i < length && i < context.items; i++) push(entries, formatPrimitive(context, array[i]));
        entries.items = entries.length;
        if (length > context.items) pushMore(entries, length - context.items);
      },
    });
  };

  const mapKind = (context, map, shape) => {
    const size = attempt(mapSize, map);
    return size === undefined ? undefined : view({
      __proto__: null, open: `${prefixOf(shape, 'Map', `(${size})`)}{`, size,
      fill: (entries, level) => {
        const cursor = mapEntries(map);
        for (let step = mapIteratorNext(cursor); !step.done; step = mapIteratorNext(cursor)) {
          if (entries.length === context.items) return pushMore(entries, size - context.items);
          const key = formatValue(context, step.value[0], level);
          push(entries, `${key} => ${formatValue(context, step.value[1], level)}`);
        }
      },
    });
  };

  const setKind = (context, set, shape) => {
    const size = attempt(setSize, set);
    return size === undefined ? undefined : view({
      __proto__: null, open: `${prefixOf(shape, 'Set', `(${size})`)}{`, size,
      fill: (entries, level) => {
        const cursor = setValues(set);
        for (let step = setIteratorNext(cursor); !step.done; step = setIteratorNext(cursor)) {
          if (entries.length === context.items) return pushMore(entries, size - context.items);
          push(entries, formatValue(context, step.value, level));
        }
      },
    });
  };

  const hexBytes = (buffer, length) => {
    const count = min(length, MAX_BYTES);
    const bytes = new Uint8Array(buffer, 0, count);
    const pieces = list();
    for (let i = 0; i < count; i++) push(pieces, padStart(numberToString(bytes[i], 16), 2, '0'));
    return join(pieces, ' ') + (length > MAX_BYTES ? ' ' + more(length - MAX_BYTES, 'byte', 'bytes') : '');
  };

  const bufferKind = (byteLengthOf, fallback) => (context, buffer, shape) => {
    const length = attempt(byteLengthOf, buffer);
    return length === undefined ? undefined : view({
      __proto__: null, open: `${prefixOf(shape, fallback, '')}{`, size: 2,
      fill: (entries) => {
        const contents = attempt((bytes) => `[Uint8Contents]: <${hexBytes(bytes, length)}>`, buffer);
        push(entries, contents === undefined ? '(detached)' : contents);
        push(entries, `byteLength: ${length}`);
      },
    });
  };

  const dataViewKind = (context, dataView, shape) => {
    const buffer = attempt(dataViewBuffer, dataView);
    return buffer === undefined ? undefined : view({
      __proto__: null, open: `${prefixOf(shape, 'DataView', '')}{`, size: 3,
      fill: (entries, level) => {
        const length = attempt(dataViewByteLength, dataView);
        if (length === undefined) {
          push(entries, '(out of bounds)');
        } else {
          push(entries, `byteLength: ${length}`);
          push(entries, `byteOffset: ${dataViewByteOffset(dataView)}`);
        }
        push(entries, `buffer: ${formatValue(context, buffer, level)}`);
      },
    });
  };

  const dateKind = (context, date, shape) => {
    const time = attempt(dateGetTime, date);
    if (time === undefined) return undefined;
    const prefix = prefixOf(shape, 'Date', '');
    return view({
      __proto__: null,
      base: (prefix === 'Date ' ? '' : prefix) + (isNaN(time) ? 'Invalid Date' : dateToISOString(date)),
    });
  };

  const regExpKind = (context, regExp, shape) => {
    const source = attempt(regExpSource, regExp);
    if (source === undefined) return undefined;
    let flags = '';
    for (const letter in regExpFlags) if (regExpFlags[letter](regExp)) flags += letter;
    const prefix = prefixOf(shape, 'RegExp', '');
    return view({ __proto__: null, base: `${prefix === 'RegExp ' ? '' : prefix}/${clip(source)}/${flags}` });
  };

  const boxedKind = (valueOf, kind) => (context, box, shape) => {
    const value = attempt((object) => ({ __proto__: null, primitive: valueOf(object) }), box);
    if (value === undefined) return undefined;
    const subclass = shape.name === kind ? '' : shape.name === null ? ' (null prototype)' : ` (${shape.name})`;
    const tag = shape.tag !== '' && shape.tag !== shape.name && shape.tag !== kind ? ` [${shape.tag}]` : '';
    return view({
      __proto__: null, base: `[${kind}${subclass}: ${formatPrimitive(context, value.primitive)}]${tag}`,
      keys: kind === 'String' ? namedKeys(box, value.primitive.length) : undefined,
    });
  };

  const opaqueKind = (probe, fallback) => (context, object, shape) => (attempt(probe, object) === undefined
    ? undefined : view({
      __proto__: null, open: `${prefixOf(shape, fallback, '')}{`, size: 1,
      fill: (entries) => push(entries, '<items unknown>'),
    }));

  const weakRefKind = (context, reference, shape) => {
    const target = attempt((weak) => ({ __proto__: null, value: weakRefDeref(weak) }), reference);
    return target === undefined ? undefined : view({
      __proto__: null, open: `${prefixOf(shape, 'WeakRef', '')}{`, size: 1,
      fill: (entries, level) => push(entries, target.value === undefined
        ? '<cleared>' : formatValue(context, target.value, level)),
    });
  };

  /** The error's name as a reader wants it: the class, and the `name` property where that says something else. */
  const errorLabel = (name, className) => {
    if (className === null || className === 'Error' || includes(name, className)) return name === '' ? 'Error' : name;
    return name === '' || name === 'Error' ? className : `${className} [${name}]`;
  };

  /** The name an error's stack starts with, or nothing when it starts otherwise. */
  const leadingName = (stack) => {
    const colon = indexOf(stack, ':');
    const lineEnd = indexOf(stack, '\n');
    const end = min(colon < 0 ? stack.length : colon, lineEnd < 0 ? stack.length : lineEnd);
    return end > MAX_LEADING_NAME || includes(slice(stack, 0, end), ' ') ? '' : slice(stack, 0, end);
  };

  const errorText = (error, shape, plain) => {
    const label = errorLabel(clip(readString(error, 'name')), shape.name);
    let stack = plain ? readString(error, 'stack') : '';
    if (stack === '') {
      const message = readString(error, 'message');
      return `[${label}${message === '' ? '' : ': ' + slice(message, 0, MAX_STRING)}]`;
    }
    if (stack.length > MAX_STRING) stack = slice(stack, 0, MAX_STRING) + '...';
    // The engine wrote the first line when the error was made: before a subclass's constructor named it.
    const written = leadingName(stack);
    if (written !== '' && !startsWith(stack, label)) stack = label + slice(stack, written.length);
    return includes(stack, '\n    at') ? stack : `[${stack}]`;
  };

  const keysButStack = (error) => {
    const keys = ownKeys(error);
    const others = list();
    for (let i = 0; i < keys.length; i++) if (keys[i] !== 'stack') push(others, keys[i]);
    return others;
  };

  /** A report of the error: of the properties, only those that say what led to it. */
  const reportView = (error, base) => {
    const keys = list();
    const noted = list();
    for (let i = 0; i < ORIGINS.length; i++) {
      const descriptor = getOwnPropertyDescriptor(error, ORIGINS[i]);
      if (descriptor === undefined || !hasOwn(descriptor, 'value')) continue;
      push(descriptor.enumerable ? keys : noted, ORIGINS[i]);
    }
    return view({ __proto__: null, base, keys, noted });
  };

  const errorKind = (context, error, shape) => {
    const plain = hasPlainStack(error);
    const base = errorText(error, shape, plain);
    context.budget -= base.length;
    const noted = list();
    for (let i = 0; i < ORIGINS.length; i++) {
      if (getOwnPropertyDescriptor(error, ORIGINS[i]) !== undefined) push(noted, ORIGINS[i]);
    }
    return view({
      __proto__: null, base: host.indent(base, context.indent), noted, keys: plain ? undefined : keysButStack(error),
      hides: (key, descriptor) => (key === 'name' || key === 'message' || key === 'stack')
          && hasOwn(descriptor, 'value') && typeof descriptor.value === 'string' && includes(base, descriptor.value),
    });
  };

  /** An error whose prototype was taken away still has what the engine gave it. */
  const strayErrorKind = (context, object, shape) => {
    const stack = getOwnPropertyDescriptor(object, 'stack');
    return stack !== undefined && !stack.enumerable && hasOwn(stack, 'value') && typeof stack.value === 'string'
      ? errorKind(context, object, shape) : undefined;
  };

  /** Whether a function's source is a class; a method may be called class too. */
  const isClass = (source) => {
    if (!startsWith(source, 'class')) return false;
    let after = 5;
    while (source[after] === ' ' || source[after] === '\n' || source[after] === '\t' || source[after] === '\r') after++;
    return source[after] === '{' || source[after] === '/' || (after > 5 && source[after] !== '(');
  };

  const functionTypes = new Map();
  mapSet(functionTypes, prototypes.AsyncFunction, 'AsyncFunction');
  mapSet(functionTypes, prototypes.GeneratorFunction, 'GeneratorFunction');
  mapSet(functionTypes, prototypes.AsyncGeneratorFunction, 'AsyncGeneratorFunction');

  const functionView = (context, fn, shape) => {
    const parent = getPrototypeOf(fn);
    const name = functionName(fn);
    let base;
    if (isClass(functionToString(fn))) {
      const parentName = typeof parent === 'function' ? functionName(parent) : '';
      base = `class ${name === '' ? '(anonymous)' : name}${parentName === '' ? '' : ` extends ${parentName}`}`;
      if (parent === null) base += ' extends [null prototype]';
    } else {
      const type = mapGet(functionTypes, parent);
      base = (type === undefined ? 'Function' : type) + (shape.name === null ? ' (null prototype)' : '')
          + (name === '' ? ' (anonymous)' : `: ${name}`);
    }
    return view({
      __proto__: null, base: `[${base}]${shape.tag !== '' && shape.tag !== shape.name ? ` [${shape.tag}]` : ''}`,
    });
  };

  /** Pairs first, then what the attributes say, as the platform's own getters read them. */
  const platformKind = (context, object, shape) => {
    if (platform === undefined) return undefined;
    const size = platform.size(object);
    return size < 0 ? undefined : view({
      __proto__: null, open: `${prefixOf(shape, 'Object', '')}{`, size,
      fill: (entries, level) => {
        const pairs = platform.pairs(object);
        for (let i = 0; i < pairs && i < context.items; i++) {
          const key = formatValue(context, platform.pairKey(object, i), level);
          push(entries, `${key} => ${formatValue(context, platform.pairValue(object, i), level)}`);
        }
        if (pairs > context.items) pushMore(entries, pairs - context.items);
        platform.attributes(object, (name, value, byName) => {
          const shown = byName && isObject(value)
            ? `[${slice(prefixOf(examine(value), 'Object', ''), 0, -1)}]` : formatValue(context, value, level);
          context.budget -= name.length + 4;
          push(entries, `${formatKey(name)}: ${shown}`);
        });
      },
      hides: (key) => platform.shows(object, key),
    });
  };

  const plainView = (context, object, shape) => {
    if (shape.name === 'Object' && shape.tag === '') {
      const callee = getOwnPropertyDescriptor(object, 'callee');
      const isArguments = callee !== undefined && !callee.enumerable
          && getOwnPropertyDescriptor(object, iterator) !== undefined;
      return view({ __proto__: null, open: isArguments ? '[Arguments] {' : '{' });
    }
    const isModule = shape.name === null && shape.tag === 'Module';
    return view({ __proto__: null, open: isModule ? '[Module: null prototype] {' : `${prefixOf(shape, 'Object', '')}{` });
  };

  /** The kind to try for what inherits from one of the language's prototypes; all of them where nothing is known. */
  const kinds = new Map();
  const allKinds = list();
  const addKind = (prototype, kind) => {
    mapSet(kinds, prototype, kind);
    push(allKinds, kind);
  };
  addKind(prototypes.Error, errorKind);
  allKinds[0] = strayErrorKind;
  addKind(prototypes.Map, mapKind);
  addKind(prototypes.Set, setKind);
  addKind(prototypes.Date, dateKind);
  addKind(prototypes.RegExp, regExpKind);
  addKind(prototypes.TypedArray, typedArrayKind);
  addKind(prototypes.ArrayBuffer, bufferKind(arrayBufferByteLength, 'ArrayBuffer'));
  addKind(prototypes.SharedArrayBuffer, bufferKind(sharedArrayBufferByteLength, 'SharedArrayBuffer'));
  addKind(prototypes.DataView, dataViewKind);
  addKind(prototypes.Number, boxedKind(numberValue, 'Number'));
  addKind(prototypes.String, boxedKind(stringValue, 'String'));
  addKind(prototypes.Boolean, boxedKind(booleanValue, 'Boolean'));
  addKind(prototypes.BigInt, boxedKind(bigintValue, 'BigInt'));
  addKind(prototypes.Symbol, boxedKind(symbolValue, 'Symbol'));
  addKind(prototypes.WeakMap, opaqueKind((map) => weakMapHas(map, prototypes), 'WeakMap'));
  addKind(prototypes.WeakSet, opaqueKind((set) => weakSetHas(set, prototypes), 'WeakSet'));
  addKind(prototypes.WeakRef, weakRefKind);

  const viewOf = (context, object, shape, array) => {
    if (typeof object === 'function') return functionView(context, object, shape);
    if (array) return arrayView(context, object, shape);
    let found;
    if (shape.kind !== undefined) found = shape.kind(context, object, shape);
    else if (shape.tryAll) {
      for (let i = 0; i < allKinds.length && found === undefined; i++) {
        const kind = allKinds[i];
        found = kind(context, object, shape);
      }
    }
    if (found === undefined) found = platformKind(context, object, shape);
    return found === undefined ? plainView(context, object, shape) : found;
  };

  return { __proto__: null, examine, prefixOf, reportView, viewOf };
})
