// The start of the glue: what the engine offers is captured here, before any script of a user runs, and nothing below
// looks at a global or a prototype again. Arrays are walked by index and objects that the engine reads properties from
// (descriptors, dictionaries) have no prototype, because a script may have changed Array.prototype and Object.prototype.

const {
    apply: reflectApply, ownKeys, getPrototypeOf, setPrototypeOf, defineProperty, getOwnPropertyDescriptor,
    get: reflectGet, set: reflectSet, deleteProperty,
} = Reflect;
const { create: objectCreate, freeze } = Object;
const { prototype: ErrorPrototype } = Error;
const { prototype: ObjectPrototype } = Object;
const {
    Array: ArrayCtor, ArrayBuffer: ArrayBufferCtor, Error: ErrorCtor, Promise: PromiseCtor, RangeError: RangeErrorCtor,
    SyntaxError: SyntaxErrorCtor, TypeError: TypeErrorCtor, Uint8Array: Uint8ArrayCtor, String: StringCtor,
    Proxy: ProxyCtor, Function: FunctionCtor,
} = globalThis;
const {
    iterator: iteratorSymbol, asyncIterator: asyncIteratorSymbol, toStringTag: toStringTagSymbol,
    species: speciesSymbol, unscopables: unscopablesSymbol,
} = Symbol;
const uncurryThis = Function.prototype.call.bind(Function.prototype.bind, Function.prototype.call);
const getterOf = (object, name) => uncurryThis(getOwnPropertyDescriptor(object, name).get);
// Where it is called often, Reflect.apply takes the place of an uncurried method: the engine compiles it into its caller,
// and a bound `call` is one function for all callers, twice as slow.
const call = (callback, thisValue, ...values) => reflectApply(callback, thisValue, values);
const { then: thenMethod } = Promise.prototype;
const promiseThen = (promise, fulfilled, rejected) => reflectApply(thenMethod, promise, [fulfilled, rejected]);
const promiseResolve = Promise.resolve.bind(Promise);
const toWellFormed = uncurryThis(String.prototype.toWellFormed);
const charCodeAt = uncurryThis(String.prototype.charCodeAt);
const indexOf = uncurryThis(String.prototype.indexOf);
const slice = uncurryThis(String.prototype.slice);
const weakSetAdd = uncurryThis(WeakSet.prototype.add);
const weakSetHas = uncurryThis(WeakSet.prototype.has);
const { trunc, floor, abs } = Math;
const { isInteger, isFinite: isFiniteNumber } = Number;
const { isView } = ArrayBuffer;
const TypedArrayPrototype = getPrototypeOf(Uint8Array.prototype);
const typedArrayTag = getterOf(TypedArrayPrototype, toStringTagSymbol);
const typedArrayBuffer = getterOf(TypedArrayPrototype, 'buffer');
const typedArrayByteOffset = getterOf(TypedArrayPrototype, 'byteOffset');
const typedArrayByteLength = getterOf(TypedArrayPrototype, 'byteLength');
const typedArraySet = uncurryThis(TypedArrayPrototype.set);
const dataViewBuffer = getterOf(DataView.prototype, 'buffer');
const dataViewByteOffset = getterOf(DataView.prototype, 'byteOffset');
const dataViewByteLength = getterOf(DataView.prototype, 'byteLength');
const arrayBufferByteLength = getterOf(ArrayBuffer.prototype, 'byteLength');
const arrayBufferResizable = getterOf(ArrayBuffer.prototype, 'resizable');
const sharedByteLength = getterOf(SharedArrayBuffer.prototype, 'byteLength');
const sharedGrowable = getterOf(SharedArrayBuffer.prototype, 'growable');
const globalObject = globalThis;
const noop = () => {};
const noNames = [];

function isObject(value) {
    return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

// ---- errors

function typeError(message) {
    return new TypeErrorCtor(message);
}

function rangeError(message) {
    return new RangeErrorCtor(message);
}

function domException(name, message) {
    const peer = host.domException(message, name);
    return addStack(makeWrapper(peer), peer);
}

/** Gives a platform object that stands for an error the stack of the script that made it. */
function addStack(exception, peer) {
    const { stack } = new ErrorCtor();
    const frames = indexOf(stack, '\n');
    const value = `${peer.name()}: ${peer.message()}${frames < 0 ? '' : slice(stack, frames)}`;
    defineProperty(exception, 'stack', { __proto__: null, value, writable: true, configurable: true });
    return exception;
}

function fail(message) {
    throw typeError(message);
}

/** What to throw for something caught around a call of a host method: a script's own value comes back unchanged. */
function fromHost(caught) {
    try {
        return sortFailure(caught);
    } catch {
        // Asking the host failed in turn: the stack is used up to its last frame.
        return rangeError('Maximum call stack size exceeded');
    }
}

function sortFailure(caught) {
    switch (host.failureKind(caught)) {
        case 0: return caught;
        case 1: return typeError(host.failureMessage(caught));
        case 2: return rangeError(host.failureMessage(caught));
        case 3: return domException(host.failureName(caught), host.failureMessage(caught));
        case 4: return host.failureValue(caught);
        case 5: return rangeError('Maximum call stack size exceeded');
        case 6: return new SyntaxErrorCtor(host.failureMessage(caught));
        default: return new ErrorCtor('Internal error of the host; see its log');
    }
}

function illegalInvocation(where) {
    return typeError(`${where}: 'this' is not an object of the right kind`);
}

function notEnoughArguments(where, needed, given) {
    return typeError(`${where}: ${needed} argument${needed === 1 ? '' : 's'} required, but only ${given} present`);
}

// ---- promises

// A promise whose rejection is nobody's business ([[PromiseIsHandled]] is true) is listed here rather than given a
// handler, because `then` looks at constructor and species, which a script may have replaced.
const handledPromises = new WeakSet();
let settleResolve;
let settleReject;
const captureSettlers = (resolve, reject) => {
    settleResolve = resolve;
    settleReject = reject;
};

/** A pending promise; its settling functions are in settleResolve and settleReject until the next one is made. */
function newPromise() {
    return new PromiseCtor(captureSettlers);
}

function promiseResolvedWith(value) {
    const promise = newPromise();
    settleResolve(value);
    return promise;
}

function promiseRejectedWith(reason) {
    const promise = newPromise();
    settleReject(reason);
    return promise;
}

function markAsHandled(promise) {
    weakSetAdd(handledPromises, promise);
}

const resolvedUndefined = promiseResolvedWith(undefined);
// `then` makes a promise for what its reaction returns, by the constructor that it finds here: nobody wants that promise,
// so it is made by one that makes nothing. An error of a step, which is an error of ours, is reported as a rejection.
const noPromise = {};
function NoPromise(executor) {
    executor(noop, promiseRejectedWith);
    return noPromise;
}
defineProperty(resolvedUndefined, 'constructor', { __proto__: null, value: { __proto__: null, [speciesSymbol]: NoPromise } });
// Its own `then`, which no script can reach, makes the call a plain one.
defineProperty(resolvedUndefined, 'then', { __proto__: null, value: thenMethod });

function queueMicrotaskStep(step) {
    resolvedUndefined.then(step);
}

/**
 * Runs one of the steps, in a microtask, when what an author's callback returned, or a Deferred, settles. It takes as
 * many microtasks as a promise that is resolved with the value, and looks at the value as that would, but makes none.
 */
function uponSettled(returned, fulfilled, rejected) {
    if (returned === undefined) {
        resolvedUndefined.then(fulfilled); // queueMicrotaskStep, with a call less where most callbacks end
        return;
    }
    if (!isObject(returned)) {
        queueMicrotaskStep(() => fulfilled(returned));
        return;
    }
    if (Deferred.is(returned)) {
        uponDeferredSettled(returned, fulfilled, rejected);
        return;
    }
    let then;
    try {
        ({ then } = returned);
    } catch (reason) {
        queueMicrotaskStep(() => rejected(reason));
        return;
    }
    if (typeof then === 'function') {
        queueMicrotaskStep(() => followThenable(returned, then, fulfilled, rejected));
    } else {
        queueMicrotaskStep(() => fulfilled(returned));
    }
}

/** https://tc39.es/ecma262/#sec-newpromiseresolvethenablejob */
function followThenable(thenable, then, fulfilled, rejected) {
    let settled = false;
    const resolve = (value) => {
        if (!settled) {
            settled = true;
            uponSettled(value, fulfilled, rejected);
        }
    };
    const reject = (reason) => {
        if (!settled) {
            settled = true;
            queueMicrotaskStep(() => rejected(reason));
        }
    };
    try {
        call(then, thenable, resolve, reject);
    } catch (e) {
        reject(e);
    }
}

/** As uponSettled, for a promise of ours. */
function uponPromise(promise, fulfilled, rejected) {
    if (!isObject(promise)) {
        queueMicrotaskStep(() => fulfilled(promise));
        return;
    }
    if (Deferred.is(promise)) {
        uponDeferredSettled(promise, fulfilled, rejected);
        return;
    }
    try {
        promiseThen(promiseResolve(promise), fulfilled, rejected);
    } catch (reason) {
        queueMicrotaskStep(() => rejected(reason));
    }
}

function uponRejected(reason, rejected) {
    queueMicrotaskStep(() => rejected(reason));
}

/** Returns its argument from a constructor, so that a subclass's private fields are stamped onto that object. */
class Stamp {
    constructor(object) {
        return object;
    }
}

/** A promise that is made only when somebody looks at it; until then it is its state alone. */
class Deferred extends Stamp {
    #brand;

    static is(object) {
        return #brand in object;
    }
}

function newDeferred() {
    return new Deferred({
        state: 0, // 0 pending, 1 fulfilled, 2 rejected
        value: undefined,
        handled: false,
        promise: undefined,
        resolve: undefined,
        reject: undefined,
        firstReaction: undefined, // of ours, linked; what scripts react with is the promise's affair
        lastReaction: undefined,
    });
}

function deferredPromise(deferred) {
    if (deferred.promise === undefined) {
        const promise = newPromise();
        deferred.promise = promise;
        if (deferred.handled) {
            markAsHandled(promise);
        }
        if (deferred.state === 0) {
            deferred.resolve = settleResolve;
            deferred.reject = settleReject;
        } else if (deferred.state === 1) {
            settleResolve(deferred.value);
        } else {
            settleReject(deferred.value);
        }
    }
    return deferred.promise;
}

/** As uponSettled, without the promise: nothing that a script may have replaced is looked up. */
function uponDeferredSettled(deferred, fulfilled, rejected) {
    if (deferred.state !== 0) {
        reactToDeferred(deferred, fulfilled, rejected);
        return;
    }
    const reaction = { fulfilled, rejected, next: undefined };
    if (deferred.lastReaction === undefined) {
        deferred.firstReaction = reaction;
    } else {
        deferred.lastReaction.next = reaction;
    }
    deferred.lastReaction = reaction;
}

function reactToDeferred(deferred, fulfilled, rejected) {
    const { state, value } = deferred;
    if (state === 2) {
        queueMicrotaskStep(() => rejected(value));
    } else if (isObject(value)) {
        uponSettled(value, fulfilled, rejected); // it may be a thenable
    } else {
        queueMicrotaskStep(() => fulfilled(value));
    }
}

function runReactions(deferred) {
    let reaction = deferred.firstReaction;
    deferred.firstReaction = undefined;
    deferred.lastReaction = undefined;
    for (; reaction !== undefined; reaction = reaction.next) {
        reactToDeferred(deferred, reaction.fulfilled, reaction.rejected);
    }
}

function deferredResolve(deferred, value) {
    if (deferred.state !== 0) {
        return;
    }
    deferred.state = 1;
    deferred.value = value;
    if (deferred.promise !== undefined) {
        const { resolve } = deferred;
        resolve(value);
    }
    if (deferred.firstReaction !== undefined) {
        runReactions(deferred);
    }
}

function deferredReject(deferred, reason) {
    if (deferred.state !== 0) {
        return;
    }
    deferred.state = 2;
    deferred.value = reason;
    if (deferred.promise !== undefined) {
        const { reject } = deferred;
        reject(reason);
    }
    if (deferred.firstReaction !== undefined) {
        runReactions(deferred);
    }
}

function deferredRejectedWith(reason) {
    const deferred = newDeferred();
    deferredReject(deferred, reason);
    return deferred;
}

/** What stands for a promise of ours, or for nothing, among the values that scripts return. */
function deferredOf(promise) {
    if (promise === null || promise === undefined) {
        return undefined;
    }
    if (Deferred.is(promise)) {
        return promise;
    }
    const deferred = newDeferred();
    uponPromise(promise, (value) => deferredResolve(deferred, undefined), (e) => deferredReject(deferred, e));
    return deferred;
}

function deferredHandled(deferred) {
    deferred.handled = true;
    if (deferred.promise !== undefined) {
        markAsHandled(deferred.promise);
    }
}

// ---- wrappers

/** The slot that every platform object has besides those of its interfaces, whichever these are. */
class PlatformObject extends Stamp {
    #peer;
    constructor(object, peer) {
        super(object);
        this.#peer = peer;
    }
    static is(object) { return #peer in object; }
    static peer(object) { return object.#peer; }
}

/** Interface name to {constructor, prototype, stamp, is, host}; made on first use. */
const interfaces = { __proto__: null };

function lazyInterface(name, define) {
    defineProperty(interfaces, name, {
        __proto__: null,
        configurable: true,
        get() {
            let made;
            try {
                made = define();
            } catch (e) {
                throw fromHost(e);
            }
            defineProperty(interfaces, name, { __proto__: null, value: made });
            return made;
        },
    });
}

function makeWrapper(peer) {
    const definition = interfaces[peer.peerInterface()];
    const wrapper = objectCreate(definition.prototype);
    const state = definition.state === undefined ? undefined : definition.state(peer);
    definition.stamp(wrapper, peer, state);
    if (definition.exotic === undefined) {
        peer.bindWrapper(wrapper);
        return wrapper;
    }
    // Scripts see a proxy; it carries the private fields too, so that it passes every brand check.
    const proxy = definition.exotic(wrapper, peer);
    definition.stamp(proxy, peer, state);
    peer.bindWrapper(proxy);
    return proxy;
}

/**
 * The object a script holds for a peer. One that has yet to be made is made by a call from Java: the compiler, which
 * takes functions into their callers, then leaves out what most calls do not need.
 */
function wrap(peer) {
    return peer === null || peer === undefined ? null : peer.wrapper();
}

/** A peer becomes its wrapper, anything else stays what it is. */
function wrapAny(value) {
    return typeof value !== 'string' && host.isPeer(value) ? wrap(value) : value;
}

/** Stamps a new object for a constructor call; the prototype comes from new.target, which a subclass changes. */
function construct(newTarget, name, peer) {
    const definition = interfaces[name];
    let prototype = newTarget.prototype;
    if (!isObject(prototype)) {
        prototype = definition.prototype;
    }
    const wrapper = objectCreate(prototype);
    definition.stamp(wrapper, peer, definition.state === undefined ? undefined : definition.state(peer));
    peer.bindWrapper(wrapper);
    return wrapper;
}

function copyMembers(from, to, enumerable, except = noNames) {
    const keys = ownKeys(from);
    for (let i = 0; i < keys.length; i++) {
        const key = keys[i];
        if (key !== 'constructor' && !isEnumValue(key, except)) {
            const descriptor = descriptorOf(from, key);
            descriptor.enumerable = enumerable && typeof key === 'string';
            defineProperty(to, key, descriptor);
        }
    }
}

function defineUnforgeable(object, hidden, name) {
    const descriptor = descriptorOf(hidden, name);
    descriptor.enumerable = true;
    descriptor.configurable = false;
    defineProperty(object, name, descriptor);
}

function descriptorOf(object, key) {
    const descriptor = getOwnPropertyDescriptor(object, key);
    setPrototypeOf(descriptor, null);
    return descriptor;
}

function makeEnumerable(object, names) {
    for (let i = 0; i < names.length; i++) {
        const descriptor = descriptorOf(object, names[i]);
        descriptor.enumerable = true;
        defineProperty(object, names[i], descriptor);
    }
}

function defineConstant(object, name, value) {
    defineProperty(object, name, { __proto__: null, value, enumerable: true, writable: false, configurable: false });
}

function defineTag(prototype, tag) {
    defineProperty(prototype, toStringTagSymbol, { __proto__: null, value: tag, configurable: true });
}

/** What the engine puts on the global object and browsers do not have, or have another one of. */
const engineGlobals = ['Graal', 'Java', 'Polyglot', 'Packages', 'arguments', 'console', 'load', 'print', 'printErr', 'quit',
    'loadWithNewGlobal', 'read', 'readbuffer', 'readline', 'java', 'javax', 'javafx', 'com', 'org', 'edu', 'performance'];

/** Makes the global object an instance of its interface and stamps its peer onto it. */
function installGlobal(peer) {
    for (let i = 0; i < engineGlobals.length; i++) {
        delete globalObject[engineGlobals[i]];
    }
    delete globalObject[toStringTagSymbol];
    const definition = interfaces[peer.peerInterface()];
    setPrototypeOf(globalObject, definition.prototype);
    definition.stamp(globalObject, peer, definition.state === undefined ? undefined : definition.state(peer));
    peer.bindWrapper(globalObject);
}

/** Puts an interface object on the global object; it is made when a script first asks for it. */
function exposeInterface(name) {
    exposeLazily(name, () => interfaces[name].constructor);
}

/** The names of global properties whose values are not made yet. */
const notYetMade = { __proto__: null };

function exposeLazily(name, make) {
    const settle = (value) => {
        delete notYetMade[name];
        defineProperty(globalObject, name, { __proto__: null, value, writable: true, configurable: true });
    };
    notYetMade[name] = true;
    defineProperty(globalObject, name, {
        __proto__: null,
        configurable: true,
        get() {
            const made = make();
            settle(made);
            return made;
        },
        set: settle,
    });
}

function makeAll() {
    const names = ownKeys(notYetMade);
    for (let i = 0; i < names.length; i++) {
        reflectGet(globalObject, names[i]);
    }
}

/** A key that is an object may turn into any name. */
function makeBeforeLooking(object, key) {
    if (object === globalObject) {
        if (typeof key === 'string') {
            if (key in notYetMade) {
                reflectGet(globalObject, key);
            }
        } else if (isObject(key)) {
            makeAll();
        }
    }
}

// OPTIMIZATION: a descriptor would show that a value is not made yet, as an accessor; so whoever asks for one has it made
// first. These functions differ from the engine's in nothing else.
for (const owner of [Object, Reflect]) {
    const { getOwnPropertyDescriptor: original } = owner;
    defineMethod(owner, 'getOwnPropertyDescriptor', {
        getOwnPropertyDescriptor(object, key) {
            makeBeforeLooking(object, key);
            return original(object, key);
        },
    }.getOwnPropertyDescriptor, false);
}
const { getOwnPropertyDescriptors: descriptorsOf } = Object;
defineMethod(Object, 'getOwnPropertyDescriptors', {
    getOwnPropertyDescriptors(object) {
        if (object === globalObject) {
            makeAll();
        }
        return descriptorsOf(object);
    },
}.getOwnPropertyDescriptors, false);
const { __lookupGetter__: lookupGetterMethod, __lookupSetter__: lookupSetterMethod } = Object.prototype;
const lookupGetter = uncurryThis(lookupGetterMethod);
const lookupSetter = uncurryThis(lookupSetterMethod);
const lookups = {
    __lookupGetter__(key) {
        makeBeforeLooking(this, key);
        return lookupGetter(this, key);
    },
    __lookupSetter__(key) {
        makeBeforeLooking(this, key);
        return lookupSetter(this, key);
    },
};
defineMethod(Object.prototype, '__lookupGetter__', lookups.__lookupGetter__, false);
defineMethod(Object.prototype, '__lookupSetter__', lookups.__lookupSetter__, false);

// ---- conversions of arguments (https://webidl.spec.whatwg.org/#js-type-mapping); `where` names what is converted

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
    if (!isObject(value)) {
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

// ---- iteration

const ArrayPrototype = Array.prototype;
const arrayIterationMethods = {
    __proto__: null,
    keys: ArrayPrototype.keys, values: ArrayPrototype.values, entries: ArrayPrototype.entries,
    forEach: ArrayPrototype.forEach,
};
const IteratorPrototype = getPrototypeOf(getPrototypeOf([][iteratorSymbol]()));
const AsyncIteratorPrototype = getPrototypeOf(getPrototypeOf(async function* () {}.prototype));

function defineMethod(object, name, value, enumerable) {
    defineProperty(object, name, { __proto__: null, value, writable: true, enumerable, configurable: true });
}

const iterables = {
    __proto__: null,

    /** iterable<V>: the methods of arrays themselves, as the standard says. */
    values(prototype) {
        defineMethod(prototype, 'keys', arrayIterationMethods.keys, true);
        defineMethod(prototype, 'values', arrayIterationMethods.values, true);
        defineMethod(prototype, 'entries', arrayIterationMethods.entries, true);
        defineMethod(prototype, 'forEach', arrayIterationMethods.forEach, true);
        defineMethod(prototype, iteratorSymbol, arrayIterationMethods.values, false);
    },

    /** iterable<K, V>: the peer's pairKey(i), pairValue(i) and pairCount(), read live. */
    pairs(prototype, name, $) {
        const peerOf = (object, member) => {
            if (!(isObject(object) && $.is(object))) {
                throw illegalInvocation(`${name}.${member}`);
            }
            return $.host(object);
        };
        const PairIteratorPrototype = objectCreate(IteratorPrototype);
        class PairIterator extends Stamp {
            #peer; #kind; #index = 0;
            constructor(object, peer, kind) {
                super(object);
                this.#peer = peer;
                this.#kind = kind;
            }
            next() {
                if (!(isObject(this) && #peer in this)) {
                    throw illegalInvocation(`${name} Iterator.next`);
                }
                const peer = this.#peer;
                const index = this.#index;
                try {
                    if (index >= peer.pairCount()) {
                        return { value: undefined, done: true };
                    }
                    this.#index = index + 1;
                    const value = this.#kind === 'keys' ? peer.pairKey(index)
                        : this.#kind === 'values' ? wrapAny(peer.pairValue(index))
                        : [peer.pairKey(index), wrapAny(peer.pairValue(index))];
                    return { value, done: false };
                } catch (e) {
                    throw fromHost(e);
                }
            }
        }
        defineMethod(PairIteratorPrototype, 'next', PairIterator.prototype.next, true);
        defineTag(PairIteratorPrototype, `${name} Iterator`);
        const iterator = (object, member) => {
            const made = objectCreate(PairIteratorPrototype);
            new PairIterator(made, peerOf(object, member), member);
            return made;
        };
        copyMembers({
            keys() { return iterator(this, 'keys'); },
            values() { return iterator(this, 'values'); },
            entries() { return iterator(this, 'entries'); },
            forEach(callback, thisArgument = undefined) {
                const peer = peerOf(this, 'forEach');
                if (arguments.length < 1) {
                    throw notEnoughArguments(`${name}.forEach`, 1, 0);
                }
                toFunction(callback, `${name}.forEach: argument 'callback'`);
                try {
                    for (let i = 0; i < peer.pairCount(); i++) {
                        call(callback, thisArgument, wrapAny(peer.pairValue(i)), peer.pairKey(i), this);
                    }
                } catch (e) {
                    throw fromHost(e);
                }
            },
        }, prototype, true);
        defineMethod(prototype, iteratorSymbol, prototype.entries, false);
    },

    /** async_iterable<V>: the script's own, see `steps` of the interface. */
    async(prototype, name, $, script) {
        script.defineAsyncIteration(prototype, $);
    },
};

// ---- what the host calls

/** Steps of definitions' scripts, by interface. */
const steps = { __proto__: null };
/** Steps of the members that every kind of global object has. */
const globalSteps = { __proto__: null };
const runTask = (task) => task.run();

const kernel = {
    __proto__: null,
    runTask,
    makeWrapper,
    typeError,
    rangeError,
    domException,
    newDeferred,
    deferredPromise,
    deferredResolve,
    deferredReject,
    deferredHandled,
    promiseResolvedWith,
    promiseRejectedWith,
    markAsHandled,
    isMarkedAsHandled: (promise) => weakSetHas(handledPromises, promise),
    uponPromise: (value, reaction) => uponPromise(value, (v) => reaction.fulfilled(v), (e) => reaction.rejected(e)),
    uponSettled: (value, reaction) => uponSettled(value, (v) => reaction.fulfilled(v), (e) => reaction.rejected(e)),
    queueMicrotask: (task) => queueMicrotaskStep(() => task.run()),
    call: (callback, thisValue, args) => reflectApply(callback, thisValue, args),
    call0: (callback, thisValue) => reflectApply(callback, thisValue, []),
    call1: (callback, thisValue, argument) => reflectApply(callback, thisValue, [argument]),
    array: (length) => new ArrayCtor(length),
    setItem: (array, index, value) => appendTo(array, index, value),
    frozenArray: (array) => freeze(array),
    object: () => ({}),
    peerOf: (value) => (isObject(value) && PlatformObject.is(value) ? PlatformObject.peer(value) : null),
    setMember: appendTo,
    uint8Array: (bytes, length) => {
        const array = new Uint8ArrayCtor(length);
        typedArraySet(array, new Uint8ArrayCtor(new ArrayBufferCtor(bytes)));
        return array;
    },
    installGlobal,
    undefined,
};
