// A function that runs once for all its calls of one gesture, as soon as that is over.
export function together(run) {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    queueMicrotask(() => {
      isAsked = false;
      run();
    });
  };
}
