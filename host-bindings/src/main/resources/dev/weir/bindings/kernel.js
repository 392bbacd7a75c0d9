// What the host calls, and what stands behind iteration.

// ---- iteration

const ArrayPrototype = Array.prototype;
const arrayIterationMethods = {
    __proto__: null,
    keys: ArrayPrototype.keys, values: ArrayPrototype.values, entries: ArrayPrototype.entries,
    forEach: ArrayPrototype.forEach,
};
const { PairIteration } = shared;
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
        const { next } = {
            next() {
                if (!(isObject(this) && PairIteration.is(this, name))) {
                    throw illegalInvocation(`${name} Iterator.next`);
                }
                const peer = PairIteration.peer(this);
                const kind = PairIteration.kind(this);
                try {
                    const index = PairIteration.next(this);
                    if (index < 0) {
                        return { value: undefined, done: true };
                    }
                    const value = kind === 'keys' ? peer.pairKey(index)
                        : kind === 'values' ? wrapAny(peer.pairValue(index))
                        : [peer.pairKey(index), wrapAny(peer.pairValue(index))];
                    return { value, done: false };
                } catch (e) {
                    throw fromHost(e);
                }
            },
        };
        defineMethod(PairIteratorPrototype, 'next', next, true);
        defineTag(PairIteratorPrototype, `${name} Iterator`);
        const iterator = (object, member) => {
            const made = objectCreate(PairIteratorPrototype);
            new PairIteration(made, name, peerOf(object, member), member);
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

/** Makes a global object of the engine's, and answers with what evaluates scripts there, by a path or by name and text. */
const newGlobal = (loadWithNewGlobal => () => {
    const load = loadWithNewGlobal({ __proto__: null, name: 'weir:frame', script: 'load' });
    return { load, evaluate: (name, script) => load({ __proto__: null, name, script }) };
})(globalThis.loadWithNewGlobal);

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
    shared,
    newGlobal,
    ownerOf: (object) => (isObject(object) ? ownerOf(object)?.realm ?? null : null),
    undefined,
};
