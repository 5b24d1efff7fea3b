// A form that is given back with errors: the first field to mend has the focus, and so is in sight.

const field = document.querySelector('main form [aria-invalid="true"]');
if (field && document.activeElement === document.body) field.focus();
