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
    } catch (failure) {
        return isStackOverflow(failure) ? stackOverflow() : internalError();
    }
}

function stackOverflow() {
    return rangeError('Maximum call stack size exceeded');
}

function internalError() {
    return new ErrorCtor('Internal error of the host; see its log');
}

/** Whether asking the host failed because the stack is used up, and not because what the embedder gets to know failed. */
function isStackOverflow(failure) {
    try {
        return host.isStackOverflow(failure);
    } catch {
        return true; // down to its last frame: this question does nothing that could fail otherwise
    }
}

function sortFailure(caught) {
    switch (host.failureKind(caught)) {
        case 0: return caught;
        case 1: return typeError(host.failureMessage(caught));
        case 2: return rangeError(host.failureMessage(caught));
        case 3: return domException(host.failureName(caught), host.failureMessage(caught));
        case 4: return host.failureValue(caught);
        case 5: return stackOverflow();
        case 6: return new SyntaxErrorCtor(host.failureMessage(caught));
        default: return internalError();
    }
}

function illegalInvocation(where) {
    return typeError(`${where}: 'this' is not an object of the right kind`);
}

function notEnoughArguments(where, needed, given) {
    return typeError(`${where}: ${needed} argument${needed === 1 ? '' : 's'} required, but only ${given} present`);
}
