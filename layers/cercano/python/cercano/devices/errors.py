"""Why the register of devices says no, in the words of the person who asked."""

from __future__ import annotations

from cercano.kit.errors import Refusal


class NoSuchDevice(Refusal):
    """404: nothing of that name is registered."""

    status = 404
    code = "no_such_device"
    es = "No hay ningún dispositivo «{device_id}»."
    en = "There is no device “{device_id}”."


class DeviceAlreadyRegistered(Refusal):
    """409: the name is taken, by a device in use or by one that was cut off."""

    status = 409
    code = "device_already_registered"
    es = "Ya hay un dispositivo «{device_id}» ({state}). Si perdiste su certificado, rótalo; otro aparato, otro nombre."
    en = "There is a device “{device_id}” ({state}). Certificate lost? Rotate it. Another machine? Another name."


class DeviceCannot(Refusal):
    """409: the device's state does not allow this step."""

    status = 409
    code = "device_cannot"
    es = "El dispositivo «{device_id}» está en estado «{state}» y no admite «{step}»."
    en = "The device “{device_id}” is {state}: {step} is not possible."


class BadSigningRequest(Refusal):
    """422: the certificate signing request is not one the certificate authority can read."""

    status = 422
    code = "bad_signing_request"
    es = "La solicitud de firma (CSR) no es válida: debe ser PEM, con clave RSA de 2048 bits o más, o EC P-256/P-384."
    en = "The signing request (CSR) cannot be used: PEM, with an RSA key of 2048 bits or more, or EC P-256/P-384."


class NoSuchImport(Refusal):
    """404: no installer's file of that name."""

    status = 404
    code = "no_such_import"
    es = "No hay ninguna importación «{import_id}»."
    en = "There is no import “{import_id}”."


class FileTooLarge(Refusal):
    """413: too many rows for one request; the file can be uploaded instead."""

    status = 413
    code = "file_too_large"
    es = "El fichero pasa de {limit} filas. Pide una dirección de subida (POST /imports/uploads) para ficheros grandes."
    en = "The file has more than {limit} rows. Ask for an upload address (POST /imports/uploads) for bigger files."


class UnreadableFile(Refusal):
    """422: the file as a whole cannot be read as a list of devices."""

    status = 422
    code = "unreadable_file"
    es = "No se puede leer el fichero: {why_es}."
    en = "The file cannot be read: {why_en}."


class CertificatesNotReady(Refusal):
    """409: the bundle of certificates is not made yet, was taken already, or is gone."""

    status = 409
    code = "certificates_not_ready"
    es = "Los certificados de esta importación no están disponibles: {why_es}."
    en = "The certificates of this import are not available: {why_en}."
