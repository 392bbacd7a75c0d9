// Calling a listener: a function with the current target as `this`, or an object's handleEvent, looked up each time.
kernel.invokeListener = (callback, currentTarget, event) => {
    if (typeof callback === 'function') {
        reflectApply(callback, currentTarget, [event]);
        return;
    }
    const { handleEvent } = callback;
    reflectApply(toFunction(handleEvent, "the listener's handleEvent"), callback, [event]);
};
