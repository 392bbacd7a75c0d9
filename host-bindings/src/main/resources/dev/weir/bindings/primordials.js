// The start of the glue: what the engine offers is captured here, before any script of a user runs, and nothing below
// looks at a global or a prototype again. Arrays are walked by index and objects that the engine reads properties from
// (descriptors, dictionaries) have no prototype, because a script may have changed Array.prototype and Object.prototype.

const {
    apply: reflectApply, construct: reflectConstruct, ownKeys, getPrototypeOf, setPrototypeOf, defineProperty,
    getOwnPropertyDescriptor, get: reflectGet, set: reflectSet, deleteProperty,
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
const weakMapGet = uncurryThis(WeakMap.prototype.get);
const weakMapSet = uncurryThis(WeakMap.prototype.set);
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

/**
 * OPTIMIZATION: the engine remembers of which type the values of a field are, and throws away all code that was compiled for
 * objects with that field when it meets another type. One record of a kind whose fields have held everything spares the
 * others that. Fields that are more than undefined are left alone: numbers stay numbers.
 */
function openFields(record) {
    const names = ownKeys(record);
    for (let i = 0; i < names.length; i++) {
        const name = names[i];
        if (record[name] === undefined) {
            record[name] = noop;
            record[name] = name;
            record[name] = i;
        }
    }
}
const noNames = [];

/** Returns its argument from a constructor, so that a subclass's private fields are stamped onto that object. */
class Stamp {
    constructor(object) {
        return object;
    }
}

/** What the realms of an agent share, by which each knows the objects of the others; the first one makes it. */
const shared = host.shared() ?? {
    __proto__: null,

    /** The slot that every platform object has besides those of its interfaces, whichever these are. */
    PlatformObject: class extends Stamp {
        #peer;
        constructor(object, peer) {
            super(object);
            this.#peer = peer;
        }
        static is(object) { return #peer in object; }
        static peer(object) { return object.#peer; }
    },

    /** A promise that is made only when somebody looks at it; until then it is its state alone. */
    Deferred: class extends Stamp {
        #brand;

        static is(object) {
            return #brand in object;
        }
    },

    /** Where an iterator of pairs is: of which interface's object, what it gives of each pair, and which is next. */
    PairIteration: class extends Stamp {
        #name; #peer; #kind; #index = 0;
        constructor(object, name, peer, kind) {
            super(object);
            this.#name = name;
            this.#peer = peer;
            this.#kind = kind;
        }
        static is(object, name) { return #peer in object && object.#name === name; }
        static peer(object) { return object.#peer; }
        static kind(object) { return object.#kind; }
        /** The index of the next pair, or -1 where there is none. */
        static next(object) { return object.#index < object.#peer.pairCount() ? object.#index++ : -1; }
    },

    handledPromises: new WeakSet(),

    /** From Function.prototype, Promise.prototype and Object.prototype of each realm to the realm. */
    owners: new WeakMap(),

    /** From the global object of each realm to the names of its properties whose values are not made yet. */
    globals: new WeakMap(),

    /** Whether there are more realms than the first. */
    severalRealms: false,

    /** The function that hears of unhandled rejections for all realms, once there is one. */
    rejectionHandler: undefined,

    /** What readers answer where they have no chunk; see streams. */
    readFindings: undefined,

    /** What the first realm had the engine run once; see promises. */
    manyReactions: undefined,
};

shared.severalRealms = host.shared() !== null;
/** This realm, for the others. */
const thisRealm = {
    __proto__: null, realm: host.realm(), interfaces: undefined, rejected: undefined, intrinsicKinds: undefined,
};
weakMapSet(shared.owners, Function.prototype, thisRealm);
weakMapSet(shared.owners, Promise.prototype, thisRealm);
weakMapSet(shared.owners, Object.prototype, thisRealm);
/** Deeper than any class of promises that somebody wrote by hand. */
const MAX_INHERITANCE = 20;

/** The realm that an object is of, by what it inherits from; or undefined. */
function ownerOf(object) {
    try {
        let prototype = object;
        for (let i = 0; i < MAX_INHERITANCE; i++) {
            prototype = getPrototypeOf(prototype);
            if (prototype === null) {
                return undefined;
            }
            const owner = weakMapGet(shared.owners, prototype);
            if (owner !== undefined) {
                return owner;
            }
        }
    } catch {
        // a proxy that objects to being looked at
    }
    return undefined;
}

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
