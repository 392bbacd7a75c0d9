// Promises as the glue uses them: made, settled and reacted to without anything that a script may have replaced, and
// where possible without making any.

// A promise whose rejection is nobody's business ([[PromiseIsHandled]] is true) is listed here rather than given a
// handler, because `then` looks at constructor and species, which a script may have replaced.
const { handledPromises } = shared;
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

// OPTIMIZATION: the engine runs the reactions of all promises in one function of its own, and goes on with all async functions
// in another. As long as it has met few kinds, it compiles them into these, a script's whole loop with all that it calls, and
// does that anew for each further kind. After these it takes them for any, and each is compiled by itself, and once.
if (shared.manyReactions === undefined) {
    shared.manyReactions = [
        () => 0, () => 1, () => 2, () => 3, () => 4, () => 5, () => 6, () => 7,
        async () => { await 0; }, async () => { await 1; }, async () => { await 2; }, async () => { await 3; },
        async () => { await 4; }, async () => { await 5; }, async () => { await 6; }, async () => { await 7; },
    ];
    for (let i = 0; i < shared.manyReactions.length; i++) {
        resolvedUndefined.then(shared.manyReactions[i]);
    }
}

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

const { Deferred } = shared;

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

{
    const deferred = newDeferred();
    uponDeferredSettled(deferred, undefined, undefined);
    openFields(deferred.firstReaction);
    openFields(deferred);
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
