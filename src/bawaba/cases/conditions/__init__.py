"""Conditions: small, reusable, one frozen dataclass a file; each gives one of four answers."""

from bawaba.cases.conditions.account_awake import AccountAwake
from bawaba.cases.conditions.account_cooled_down import AccountCooledDown
from bawaba.cases.conditions.address_on_record import AddressOnRecord
from bawaba.cases.conditions.age_between import AgeBetween
from bawaba.cases.conditions.amount_between import AmountBetween
from bawaba.cases.conditions.appointment_held import AppointmentHeld
from bawaba.cases.conditions.assured import Assured
from bawaba.cases.conditions.biometric_on_file import BiometricOnFile
from bawaba.cases.conditions.birth_to_register import BirthToRegister
from bawaba.cases.conditions.expires_within import ExpiresWithin
from bawaba.cases.conditions.fewer_vehicles_than import FewerVehiclesThan
from bawaba.cases.conditions.guest_insured import GuestInsured
from bawaba.cases.conditions.has_household import HasHousehold
from bawaba.cases.conditions.has_permit import HasPermit
from bawaba.cases.conditions.has_relative_inside import HasRelativeInside
from bawaba.cases.conditions.has_unpaid_violations import HasUnpaidViolations
from bawaba.cases.conditions.hosts_guest import HostsGuest
from bawaba.cases.conditions.inside_country import InsideCountry
from bawaba.cases.conditions.inspection_valid import InspectionValid
from bawaba.cases.conditions.insurance_valid import InsuranceValid
from bawaba.cases.conditions.medical_passed import MedicalPassed
from bawaba.cases.conditions.no_conviction import NoConviction
from bawaba.cases.conditions.no_unpaid_violations import NoUnpaidViolations
from bawaba.cases.conditions.not_expired import NotExpired
from bawaba.cases.conditions.not_reported_absent import NotReportedAbsent
from bawaba.cases.conditions.objection_open import ObjectionOpen
from bawaba.cases.conditions.once_only import OnceOnly
from bawaba.cases.conditions.open_to import OpenTo
from bawaba.cases.conditions.outside_country import OutsideCountry
from bawaba.cases.conditions.owns_vehicle import OwnsVehicle
from bawaba.cases.conditions.registration_expires_within import RegistrationExpiresWithin
from bawaba.cases.conditions.shape import Answers, Condition
from bawaba.cases.conditions.source_answers import SourceAnswers
from bawaba.cases.conditions.vehicle_without_violations import VehicleWithoutViolations

__all__ = [
    "AccountAwake",
    "AccountCooledDown",
    "AddressOnRecord",
    "AgeBetween",
    "AmountBetween",
    "Answers",
    "AppointmentHeld",
    "Assured",
    "BiometricOnFile",
    "BirthToRegister",
    "Condition",
    "ExpiresWithin",
    "FewerVehiclesThan",
    "GuestInsured",
    "HasHousehold",
    "HasPermit",
    "HasRelativeInside",
    "HasUnpaidViolations",
    "HostsGuest",
    "InsideCountry",
    "InspectionValid",
    "InsuranceValid",
    "MedicalPassed",
    "NoConviction",
    "NoUnpaidViolations",
    "NotExpired",
    "NotReportedAbsent",
    "ObjectionOpen",
    "OnceOnly",
    "OpenTo",
    "OutsideCountry",
    "OwnsVehicle",
    "RegistrationExpiresWithin",
    "SourceAnswers",
    "VehicleWithoutViolations",
]
