// The parts of a global object that only JavaScript does well: itself, what an exception looks like, who handles a rejection.
steps.Window = {
    __proto__: globalSteps,
    window: () => globalObject,
    self: () => globalObject,
    frames: () => globalObject,
};
steps.DedicatedWorkerGlobalScope = {
    __proto__: null,
    postMessage(peer, state, message, options) {
        const port = peer.insidePort();
        if (port !== null) {
            steps.MessagePort.postMessage(port, undefined, message, options);
        } else { // nobody gets it, but what cannot be sent is an error all the same
            cloning.serializeWithTransfer(message, cloning.isArray(options) ? options : options.transfer);
        }
    },
};
steps.WorkerGlobalScope = {
    __proto__: globalSteps,
    self: () => globalObject,
};

const symbolText = uncurryThis(Symbol.prototype.toString);

/** The value of a data property of the object or its prototypes; a getter is not run. */
function dataProperty(object, key) {
    for (let o = object; o !== null; o = getPrototypeOf(o)) {
        const descriptor = getOwnPropertyDescriptor(o, key);
        if (descriptor !== undefined) {
            setPrototypeOf(descriptor, null);
            return descriptor.value;
        }
    }
    return undefined;
}

/** What was thrown, as `Name: message` for anything that looks like an error; null for an object that does not. */
kernel.describeThrown = (thrown) => {
    if (typeof thrown === 'symbol') {
        return symbolText(thrown);
    }
    if (!isObject(thrown)) {
        return `${thrown}`;
    }
    try {
        if (interfaces.DOMException.is(thrown)) {
            const peer = interfaces.DOMException.host(thrown);
            return `${peer.name()}: ${peer.message()}`;
        }
        const message = dataProperty(thrown, 'message');
        const name = dataProperty(thrown, 'name');
        if (typeof message === 'string' && typeof name === 'string') {
            return message === '' ? name : name === '' ? message : `${name}: ${message}`;
        }
        return typeof dataProperty(thrown, 'stack') === 'string' ? typeof name === 'string' ? name : 'Error' : null;
    } catch {
        return '[object]'; // a proxy that objects to being looked at
    }
};

/** The text of the stack that an error carries, or null. */
kernel.stackOf = (thrown) => {
    try {
        const stack = isObject(thrown) ? dataProperty(thrown, 'stack') : undefined;
        return typeof stack === 'string' ? stack : null;
    } catch {
        return null;
    }
};

const { setUnhandledPromiseRejectionHandler } = typeof Graal === 'undefined' ? {} : Graal;

/**
 * Tells the tracker of every rejected promise that nothing handled at a microtask checkpoint. The engine does not say
 * when such a promise is handled after all; but every way to do so (then, catch, finally, await, the combinators) asks
 * the promise for its constructor. NON-STANDARD: until then such a promise has an own property of that name.
 */
kernel.trackRejections = (tracker) => {
    thisRealm.rejected = (reason, promise) => {
        if (weakSetHas(handledPromises, promise)) {
            return;
        }
        const rejection = tracker.unhandled(promise, reason);
        const handled = () => {
            tracker.handled(rejection);
            deleteProperty(promise, 'constructor'); // it stays on a promise that was frozen meanwhile
            return getPrototypeOf(promise);
        };
        try {
            if (getOwnPropertyDescriptor(promise, 'constructor') === undefined) {
                defineProperty(promise, 'constructor', {
                    __proto__: null,
                    configurable: true,
                    get() {
                        const prototype = handled();
                        return prototype === null ? undefined : reflectGet(prototype, 'constructor', this);
                    },
                    set(value) {
                        if (!reflectSet(handled() ?? { __proto__: null }, 'constructor', value, this)) {
                            throw typeError('the constructor of this promise cannot be changed');
                        }
                    },
                });
            }
        } catch {
            // it stays unobserved
        }
    };
    if (shared.rejectionHandler === undefined) { // the engine asks one for all realms of the agent
        shared.rejectionHandler = (reason, promise) => {
            const { rejected } = ownerOf(promise) ?? thisRealm;
            rejected(reason, promise);
        };
        setUnhandledPromiseRejectionHandler(shared.rejectionHandler);
    }
};

/**
 * Gives scripts a function whose steps are the embedder's: it gets strings and answers with one, or with null. Whether
 * the global object takes it.
 */
kernel.exposeHostFunction = (name, target) => {
    const { [name]: value } = {
        [name](...values) {
            for (let i = 0; i < values.length; i++) {
                values[i] = `${values[i]}`;
            }
            let result;
            try { result = target.call(values); } catch (e) { throw fromHost(e); }
            return result === null ? undefined : result;
        },
    };
    return defineProperty(globalObject, name, { __proto__: null, value, writable: true, configurable: true });
};

/** Puts a Date in the place of the engine's that differs from it in one thing: what time it is now, the clock says. */
kernel.followClock = (clock) => {
    const EngineDate = globalObject.Date;
    const dateText = uncurryThis(EngineDate.prototype.toString);
    const { now } = {
        now() {
            try { return clock.currentTimeMillis(); } catch (e) { throw fromHost(e); }
        },
    };
    function Date(...values) {
        if (new.target === undefined) {
            return dateText(new EngineDate(now()));
        }
        return reflectConstruct(EngineDate, values.length === 0 ? [now()] : values, new.target);
    }
    defineProperty(Date, 'length', { __proto__: null, value: EngineDate.length });
    defineProperty(Date, 'prototype', { __proto__: null, value: EngineDate.prototype, writable: false });
    defineMethod(Date, 'now', now, false);
    defineMethod(Date, 'parse', EngineDate.parse, false);
    defineMethod(Date, 'UTC', EngineDate.UTC, false);
    defineMethod(EngineDate.prototype, 'constructor', Date, false);
    defineMethod(globalObject, 'Date', Date, false);
};

/** The promise of the module that the files know by the specifier; the importer does nothing but import it. */
kernel.importModule = (importer, specifier) => {
    const promise = importer(specifier);
    // An own constructor that is undefined keeps `then` from looking at what a script may have replaced.
    defineProperty(promise, 'constructor', { __proto__: null, value: undefined });
    return promise;
};
