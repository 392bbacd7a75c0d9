// Conversions of arguments (https://webidl.spec.whatwg.org/#js-type-mapping); `where` names what is converted.

function toUSVString(value) {
    return toWellFormed(`${value}`);
}

function toByteString(value, where) {
    const text = `${value}`;
    for (let i = 0; i < text.length; i++) {
        if (charCodeAt(text, i) > 255) {
            throw typeError(`${where} has a character above U+00FF`);
        }
    }
    return text;
}

function toDouble(value, where) {
    const number = +value;
    if (!isFiniteNumber(number)) {
        throw typeError(`${where} must be a finite number`);
    }
    return number;
}

/** Modular conversion for integers of up to 64 bits; `bits` tells the width. */
function toInteger(value, bits, signed) {
    let number = trunc(+value);
    if (!isFiniteNumber(number)) {
        return 0;
    }
    const range = 2 ** bits;
    number %= range;
    if (number < 0) {
        number += range;
    }
    return (signed && number >= range / 2 ? number - range : number) + 0;
}

function toEnforcedInteger(value, low, high, where) {
    const number = +value;
    if (!isFiniteNumber(number)) {
        throw typeError(`${where} must be a finite number`);
    }
    const integer = trunc(number) + 0;
    if (integer < low || integer > high) {
        throw typeError(`${where} must be between ${low} and ${high}`);
    }
    return integer;
}

function toClampedInteger(value, low, high) {
    const number = +value;
    if (number !== number) {
        return 0;
    }
    if (number <= low) {
        return low;
    }
    if (number >= high) {
        return high;
    }
    const down = floor(number);
    const rest = number - down;
    return (rest < 0.5 || (rest === 0.5 && down % 2 === 0) ? down : down + 1) + 0;
}

function toObject(value, where) {
    if (!isObject(value)) {
        throw typeError(`${where} must be an object`);
    }
    return value;
}

function toFunction(value, where) {
    if (typeof value !== 'function') {
        throw typeError(`${where} must be a function`);
    }
    return value;
}

function toEnum(value, values, where) {
    const text = `${value}`;
    for (let i = 0; i < values.length; i++) {
        if (values[i] === text) {
            return text;
        }
    }
    throw typeError(`${where} must not be '${text}'`);
}

function isEnumValue(text, values) {
    for (let i = 0; i < values.length; i++) {
        if (values[i] === text) {
            return true;
        }
    }
    return false;
}

/** The peer of a platform object of the named interface. */
function toPeer(value, name, where) {
    if (isObject(value) && interfaces[name].is(value)) {
        return interfaces[name].host(value);
    }
    throw typeError(`${where} must be of type ${name}`);
}

function isInterface(value, name) {
    return isObject(value) && interfaces[name].is(value);
}

function isArrayBuffer(value) {
    if (!isObject(value)) {
        return false;
    }
    try {
        arrayBufferByteLength(value);
        return true;
    } catch {
        return false;
    }
}

function isSharedArrayBuffer(value) {
    if (!isObject(value) || isArrayBuffer(value)) { // most are, and an error for each would cost more than its bytes
        return false;
    }
    try {
        sharedByteLength(value);
        return true;
    } catch {
        return false;
    }
}

function viewBuffer(view) {
    return typedArrayTag(view) === undefined ? dataViewBuffer(view) : typedArrayBuffer(view);
}

function viewByteOffset(view) {
    return typedArrayTag(view) === undefined ? dataViewByteOffset(view) : typedArrayByteOffset(view);
}

/** Zero for a view that is out of bounds or whose buffer was detached. */
function viewByteLength(view) {
    if (typedArrayTag(view) !== undefined) {
        return typedArrayByteLength(view);
    }
    try {
        return dataViewByteLength(view);
    } catch {
        return 0;
    }
}

/** Checks a BufferSource: an ArrayBuffer or a view of one that is neither shared nor resizable. */
function toBufferSource(value, where) {
    if (isView(value)) {
        toBackingBuffer(viewBuffer(value), where);
        return value;
    }
    return toBackingBuffer(value, where);
}

function toBackingBuffer(buffer, where) {
    if (!isArrayBuffer(buffer)) {
        throw typeError(isSharedArrayBuffer(buffer)
            ? `${where} must not be backed by a SharedArrayBuffer`
            : `${where} must be an ArrayBuffer or a view of one`);
    }
    if (arrayBufferResizable(buffer)) {
        throw typeError(`${where} must not be backed by a resizable ArrayBuffer`);
    }
    return buffer;
}

function toArrayBufferView(value, where) {
    if (!isView(value)) {
        throw typeError(`${where} must be a view of an ArrayBuffer`);
    }
    toBackingBuffer(viewBuffer(value), where);
    return value;
}

/**
 * Hands the bytes of a buffer or view that was checked over to Java as (buffer, offset, length), read by captured
 * getters. Where the length is 0 the buffer may be detached and must not be looked at.
 */
function passBytes(source, receive) {
    if (isView(source)) {
        const length = viewByteLength(source);
        return receive(viewBuffer(source), length === 0 ? 0 : viewByteOffset(source), length);
    }
    return receive(source, 0, isSharedArrayBuffer(source) ? sharedByteLength(source) : arrayBufferByteLength(source));
}

/** A Uint8Array of bytes that Java goes on to use. */
function copyOfHostBytes(bytes) {
    const source = new Uint8ArrayCtor(new ArrayBufferCtor(bytes));
    const copy = new Uint8ArrayCtor(typedArrayByteLength(source));
    typedArraySet(copy, source);
    return copy;
}

/** As toBufferSource, but the buffer may be a SharedArrayBuffer that does not grow. */
function toAllowSharedBufferSource(value, where) {
    toAllowSharedBuffer(isView(value) ? viewBuffer(value) : value, where);
    return value;
}

function toAllowSharedBuffer(buffer, where) {
    if (!isSharedArrayBuffer(buffer)) {
        return toBackingBuffer(buffer, where);
    }
    if (sharedGrowable(buffer)) {
        throw typeError(`${where} must not be backed by a growable SharedArrayBuffer`);
    }
    return buffer;
}

function toTyped(value, name, where, allowShared) {
    if (allowShared && isView(value)) {
        toAllowSharedBuffer(viewBuffer(value), where);
    } else {
        toArrayBufferView(value, where);
    }
    const tag = typedArrayTag(value);
    if ((tag === undefined ? 'DataView' : tag) !== name) {
        throw typeError(`${where} must be a ${name}`);
    }
    return value;
}

/** Reads an iterable into an array, converting each item. */
function toSequence(value, convert, where) {
    if (!isObject(value)) {
        throw typeError(`${where} must be iterable`);
    }
    const method = value[iteratorSymbol];
    if (method === undefined || method === null) {
        throw typeError(`${where} must be iterable`);
    }
    return iterableToSequence(value, method, convert, where);
}

function iterableToSequence(value, method, convert, where) {
    const iterator = toObject(call(toFunction(method, `${where}[Symbol.iterator]`), value), `the iterator of ${where}`);
    const { next } = iterator;
    const result = [];
    for (let length = 0; ; length++) {
        const step = toObject(call(next, iterator), `what the iterator of ${where} returned`);
        if (step.done) {
            return result;
        }
        appendTo(result, length, convert(step.value));
    }
}

/** Appends without consulting Array.prototype, where a script may have put a setter. */
function appendTo(array, index, value) {
    defineProperty(array, index, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

function toRecord(value, convertKey, convertValue, where) {
    toObject(value, where);
    const keys = ownKeys(value);
    const result = [];
    const places = { __proto__: null }; // two keys may become one when they are converted
    for (let i = 0, length = 0; i < keys.length; i++) {
        const descriptor = getOwnPropertyDescriptor(value, keys[i]);
        if (descriptor !== undefined && descriptor.enumerable) {
            const key = convertKey(keys[i]);
            const converted = convertValue(value[keys[i]]);
            if (key in places) {
                result[places[key]][1] = converted;
            } else {
                places[key] = length;
                appendTo(result, length++, [key, converted]);
            }
        }
    }
    return result;
}

/** The dictionary's object, or undefined when there is none and every member takes its default. */
function dictionaryObject(value, where) {
    if (value === undefined || value === null) {
        return undefined;
    }
    if (!isObject(value)) {
        throw typeError(`${where} must be an object`);
    }
    return value;
}

function missingMember(where, member) {
    return typeError(`${where}: required member '${member}' is undefined`);
}
